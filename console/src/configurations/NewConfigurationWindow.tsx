import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { lazy, Suspense, useState, type RefObject } from 'react';
import { Problem, problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import { CopyIcon } from '../forms/CopyText.tsx';
import { useDraftForm } from '../forms/useDraftForm.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { takeFocus } from '../layout/focus.ts';
import { Loading } from '../layout/Loading.tsx';
import { generateSignature } from './generateSignature.ts';
import { IpAddresses } from './IpAddresses.tsx';
import { LimitFields } from './LimitFields.tsx';
import { readLimits, STANDARD_LIMITS } from './limits.ts';
import { PayloadField } from './PayloadField.tsx';
import { SignatureField } from './SignatureField.tsx';
import { SignatureOnce } from './SignatureOnce.tsx';
import { useSendTest } from './test/useSendTest.ts';
import { useCreateConfiguration } from './useConfigurations.ts';

const GuidedTest = lazy(async () => ({
  default: (await import('./test/GuidedTest.tsx')).GuidedTest,
}));

const EMPTY = { name: '', url: '', signature: '', ...STANDARD_LIMITS, payloadVersion: '1' };

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (configuration: WebhookConfiguration) => void;
  /** The button that opens the window; it gets the focus back, even if a reload opened the window. */
  opener: RefObject<HTMLButtonElement | null>;
}

interface Created {
  configuration: WebhookConfiguration;
  signature: string;
}

/**
 * The window that adds a configuration: first the form, then the Signature, shown once, and what a test shows
 * about the receiver. Saving sends that test.
 */
export function NewConfigurationWindow({ opened, onClose, onCreated, opener }: Props) {
  const [created, setCreated] = useState<Created | null>(null);
  const test = useSendTest();
  const send = ({ id }: WebhookConfiguration) =>
    test.mutate({ id, signature: 'current', refusals: true });
  // The reset waits until the window has closed; otherwise the form would show briefly.
  const gone = () => {
    setCreated(null);
    opener.current?.focus();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={
        created === null
          ? 'New webhook configuration'
          : `Added ${visibleName(created.configuration.name)}`
      }
      size="lg"
      closeOnClickOutside={false}
      returnFocus={false}
      onExitTransitionEnd={gone}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="lg">
        {created === null ? (
          <ConfigurationForm
            onCancel={onClose}
            onCreated={(configuration, signature) => {
              setCreated({ configuration, signature });
              onCreated(configuration);
              send(configuration);
            }}
          />
        ) : (
          <>
            <SignatureOnce signature={created.signature} />
            <Suspense fallback={<Loading />}>
              <GuidedTest
                test={test}
                url={created.configuration.url}
                onAgain={() => send(created.configuration)}
              />
            </Suspense>
            <Group justify="flex-end">
              <Button onClick={onClose} ref={takeFocus}>
                Done
              </Button>
            </Group>
          </>
        )}
        <IpAddresses />
      </Stack>
    </Modal>
  );
}

interface FormProps {
  onCancel: () => void;
  onCreated: (configuration: WebhookConfiguration, signature: string) => void;
}

function ConfigurationForm({ onCancel, onCreated }: FormProps) {
  const [fresh] = useState(() => ({ ...EMPTY, signature: generateSignature() }));
  const { form, showErrors, done } = useDraftForm('configuration/new', fresh, '', ['signature']);
  const creation = useCreateConfiguration();
  const save = (values: typeof EMPTY) => {
    const limits = readLimits(values);
    if (Array.isArray(limits)) {
      showErrors(new Problem(422, '', limits));
      return;
    }
    creation.mutate(
      { ...values, ...limits, payloadVersion: Number(values.payloadVersion) },
      {
        onSuccess: (configuration) => {
          done();
          onCreated(configuration, values.signature);
        },
        onError: (error) => showErrors(problemOf(error)),
      },
    );
  };
  const { name, url, signature } = form.getValues();
  return (
    // React events bubble through the portal; without stopPropagation the task's form would submit too.
    <form
      noValidate
      aria-label="New webhook configuration"
      onSubmit={(event) => {
        event.stopPropagation();
        form.onSubmit(save)(event);
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Configuration Name"
          rightSection={<CopyIcon text={name} of="Configuration Name" />}
          required
          data-autofocus
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Full URL"
          rightSection={<CopyIcon text={url} of="Full URL" />}
          description="The address of the receiver, for example https://billing.example.com/hooks/cdr"
          required
          type="url"
          spellCheck={false}
          key={form.key('url')}
          {...form.getInputProps('url')}
        />
        <SignatureField
          description="A new secret, generated for you. Copy it into the receiver before you save. If you enter your own, use 16 to 256 characters, at least 8 of them different."
          {...form.getInputProps('signature')}
          value={signature}
          onChange={(value) => form.setFieldValue('signature', value)}
        />
        <LimitFields inputOf={(field) => form.getInputProps(field)} />
        <PayloadField {...form.getInputProps('payloadVersion')} />
        {creation.error !== null && (
          <ProblemAlert
            title="The configuration was not saved"
            problem={problemOf(creation.error)}
            shownFields={Object.keys(EMPTY)}
          />
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            All fields are required, except Requests per second. Save also sends a test.
          </Text>
          <Group gap="sm">
            <Button
              variant="default"
              onClick={() => {
                done();
                onCancel();
              }}
            >
              Cancel
            </Button>
            <ChangeButton type="submit" loading={creation.isPending}>
              Save
            </ChangeButton>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
