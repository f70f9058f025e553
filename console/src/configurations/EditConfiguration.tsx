import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import type { Versioned } from '../api/answered.ts';
import { Problem, problemOf } from '../api/problem.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { CopyIcon } from '../forms/CopyText.tsx';
import { Refusal } from '../forms/Refusal.tsx';
import { useDraftForm } from '../forms/useDraftForm.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { showNews } from '../layout/news.ts';
import { Section } from '../layout/Section.tsx';
import { DownloadField } from './DownloadField.tsx';
import { LimitFields } from './LimitFields.tsx';
import { RevokeLinksField } from './links/RevokeLinksField.tsx';
import { useRevokeAllLinks } from './links/useRevocation.ts';
import { limitTexts, readLimits } from './limits.ts';
import { PayloadField } from './PayloadField.tsx';
import { readRequests, RequestFields, requestValues } from './RequestFields.tsx';
import { useReplaceConfiguration } from './useConfigurations.ts';

/** The API replaces each value in the query of a URL by this for users who may only read. */
const HIDDEN = '***';

/**
 * Edits the name, the URL, the limits, the payload, the protection of links, what the receiver may request, and whether
 * it gets notices. To change the Signature, rotate it.
 */
export function EditConfiguration({ found }: { found: Versioned<WebhookConfiguration> }) {
  const { id, name, url, enabled, payloadVersion, downloadProtection } = found.value;
  const { receiverRequests, receiverNotices } = found.value;
  const fresh = {
    name,
    url,
    ...limitTexts(found.value),
    payloadVersion: String(payloadVersion),
    downloadProtection,
    ...requestValues(receiverRequests),
    receiverNotices,
    revokesLinks: false,
  };
  const draft = useDraftForm(`configuration/${id}`, fresh, found.etag);
  const { form } = draft;
  const replacement = useReplaceConfiguration(id);
  const revocation = useRevokeAllLinks(id);
  const save = (values: typeof fresh) => {
    const limits = readLimits(values);
    if (Array.isArray(limits)) {
      draft.showErrors(new Problem(422, '', limits));
      return;
    }
    replacement.mutate(
      {
        value: {
          name: values.name,
          url: values.url,
          enabled,
          ...limits,
          payloadVersion: Number(values.payloadVersion),
          downloadProtection: values.downloadProtection,
          receiverRequests: readRequests(values),
          receiverNotices: values.receiverNotices,
        },
        etag: draft.etag(),
      },
      {
        onSuccess: (saved) => {
          if (values.revokesLinks && saved.url !== url) {
            revocation.mutate(saved.updatedAt);
          }
          draft.done();
          showNews(`Saved ${values.name}.`);
        },
        onError: (error) => draft.showErrors(problemOf(error)),
      },
    );
  };
  const discard = () => {
    replacement.reset();
    draft.restart();
  };
  return (
    <Section title="Settings" hint="The next attempts use these settings.">
      <form onSubmit={form.onSubmit(save)} noValidate aria-label="Settings">
        <Stack gap="md" maw={640}>
          <TextInput
            label="Configuration Name"
            required
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Full URL"
            description={
              url.includes(HIDDEN)
                ? 'You have read-only access, so the values in the query are hidden.'
                : undefined
            }
            rightSection={<CopyIcon text={form.getValues().url} of="Full URL" />}
            required
            type="url"
            spellCheck={false}
            key={form.key('url')}
            {...form.getInputProps('url')}
          />
          {form.getValues().url !== url && (
            <RevokeLinksField {...form.getInputProps('revokesLinks', { type: 'checkbox' })} />
          )}
          <LimitFields inputOf={(field) => form.getInputProps(field)} />
          <PayloadField {...form.getInputProps('payloadVersion')} />
          <DownloadField {...form.getInputProps('downloadProtection')} />
          <RequestFields
            forLinks={form.getValues().downloadProtection === 'networks'}
            allowed={form.getInputProps('receiverRequests', { type: 'checkbox' })}
            networks={form.getInputProps('networks')}
          />
          <Checkbox
            label="The receiver gets notices"
            description="When a daily statement is complete, and when an expected report is overdue. The receiver must answer 2xx to a body with the property notice."
            {...form.getInputProps('receiverNotices', { type: 'checkbox' })}
          />
          <Refusal
            error={replacement.error}
            title="Your changes were not saved"
            draft={draft}
            fresh={fresh}
            etag={found.etag}
            onChosen={replacement.reset}
          />
          <Group>
            <ChangeButton type="submit" loading={replacement.isPending}>
              Save
            </ChangeButton>
            <Button variant="default" onClick={discard}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
