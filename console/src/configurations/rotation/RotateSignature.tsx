import { Alert, Button, Group, Radio, Select, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Versioned } from '../../api/answered.ts';
import { Problem, problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { toTheMinute } from '../../format/time.ts';
import { Moment } from '../../forms/Moment.tsx';
import { instantProps, useDraftForm } from '../../forms/useDraftForm.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../../layout/ConfirmWindow.tsx';
import { takeFocus } from '../../layout/focus.ts';
import { Section } from '../../layout/Section.tsx';
import { SignatureField } from '../SignatureField.tsx';
import { RevokeLinksField } from '../links/RevokeLinksField.tsx';
import { useRevokeAllLinks } from '../links/useRevocation.ts';
import { SignatureOnce } from '../SignatureOnce.tsx';
import { useRotateSignature } from '../useConfigurations.ts';
import { asksFirst, RotationQuestion } from './RotationQuestion.tsx';
import { SignaturesInForce } from './SignaturesInForce.tsx';

interface RotationValues {
  signature: string;
  when: string;
  /** An instant; empty while there is none. */
  effectiveAt: string;
  overlapDays: string;
  /** For a rotation at once. */
  revokesLinks: boolean;
}

const DAY_MS = 24 * 3_600_000;

/** Tomorrow, with the longest overlap: the receiver has time to add the new Signature. */
function safeValues(): RotationValues {
  const tomorrow = toTheMinute(Date.now() + DAY_MS);
  return {
    signature: '',
    when: 'later',
    effectiveAt: tomorrow,
    overlapDays: '7',
    revokesLinks: false,
  };
}

const OVERLAPS = ['0', '1', '2', '3', '4', '5', '6', '7'].map((days) => ({
  value: days,
  label: days === '0' ? 'None' : days === '1' ? '1 day' : `${days} days`,
}));

/** Shows the active Signatures, and rotates to a new one. */
export function RotateSignature({ found }: { found: Versioned<WebhookConfiguration> }) {
  const [rotated, setRotated] = useState<string | null>(null);
  const [again, setAgain] = useState(false);
  const done = () => {
    setRotated(null);
    setAgain(true);
  };
  return (
    <Stack gap="lg">
      <SignaturesInForce found={found} />
      {rotated === null ? (
        <RotationForm found={found} onRotated={setRotated} focused={again} />
      ) : (
        <>
          <SignatureOnce signature={rotated} />
          <div>
            <Button onClick={done} ref={takeFocus}>
              Done
            </Button>
          </div>
        </>
      )}
    </Stack>
  );
}

interface Props {
  found: Versioned<WebhookConfiguration>;
  onRotated: (signature: string) => void;
  /** Takes the focus when it appears. */
  focused: boolean;
}

function RotationForm({ found, onRotated, focused }: Props) {
  const { id, nextSignature } = found.value;
  const [fresh] = useState(safeValues);
  const [asking, window] = useDisclosure(false);
  const draft = useDraftForm(`rotation/${id}`, fresh, found.etag, ['signature']);
  const { form } = draft;
  const rotation = useRotateSignature(id);
  const revocation = useRevokeAllLinks(id);
  const values = form.getValues();
  const submit = () => {
    if (values.when === 'later' && values.effectiveAt === '') {
      draft.showErrors(
        new Problem(422, '', [{ field: 'effectiveAt', detail: 'choose a date and a time' }]),
      );
      return;
    }
    if (asksFirst({ when: values.when, nextSignature })) {
      window.open();
    } else {
      rotate();
    }
  };
  const rotate = () => {
    window.close();
    rotation.mutate(
      {
        value: {
          signature: values.signature,
          effectiveAt: values.when === 'now' ? null : values.effectiveAt,
          overlapDays: Number(values.overlapDays),
          replacesPlanned: nextSignature !== null,
        },
        etag: draft.etag(),
      },
      {
        onSuccess: (saved) => {
          if (values.when === 'now' && values.revokesLinks) {
            revocation.mutate(saved.updatedAt);
          }
          draft.done();
          onRotated(values.signature);
        },
        onError: (error) => draft.showErrors(problemOf(error)),
      },
    );
  };
  return (
    <Section
      title="Rotate the Signature"
      hint="The receiver needs the new Signature. The console shows it once, after you rotate."
    >
      <form
        onSubmit={form.onSubmit(submit)}
        noValidate
        aria-label="Rotate the Signature"
        tabIndex={-1}
        ref={focused ? takeFocus : undefined}
      >
        <Stack gap="md" maw={640}>
          <SignatureField
            label="New Signature"
            {...form.getInputProps('signature')}
            value={values.signature}
            onChange={(signature) => form.setFieldValue('signature', signature)}
          />
          <Radio.Group label="Takes effect" key={form.key('when')} {...form.getInputProps('when')}>
            <Group mt="xs">
              <Radio value="now" label="At once" />
              <Radio value="later" label="At a chosen time" />
            </Group>
          </Radio.Group>
          {values.when === 'later' && (
            <Moment
              label="Date and time"
              rule="at most 30 days ahead"
              maw={280}
              {...instantProps(form, 'effectiveAt')}
            />
          )}
          <Select
            label="Overlap"
            description="How long the old Signature also signs requests, in webhook-signature"
            data={OVERLAPS}
            allowDeselect={false}
            maw={280}
            key={form.key('overlapDays')}
            {...form.getInputProps('overlapDays')}
          />
          {values.when === 'now' && (
            <RevokeLinksField {...form.getInputProps('revokesLinks', { type: 'checkbox' })} />
          )}
          <Alert color="gray">
            The overlap applies only to webhook-signature. X-CDR-Signature switches immediately when
            the new Signature takes effect: a receiver that checks it must accept both Signatures
            before then.
          </Alert>
          {rotation.error !== null && (
            <ProblemAlert
              title="The Signature was not rotated"
              problem={problemOf(rotation.error)}
              shownFields={Object.keys(fresh)}
            />
          )}
          <Group>
            <ChangeButton type="submit" loading={rotation.isPending}>
              Rotate
            </ChangeButton>
            <Button
              variant="default"
              onClick={() => {
                rotation.reset();
                draft.restart();
              }}
            >
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
      <ConfirmWindow
        opened={asking}
        title={nextSignature === null ? 'Rotate at once?' : 'Replace the planned rotation?'}
        action={nextSignature === null ? 'Rotate at once' : 'Replace the rotation'}
        danger
        running={false}
        error={null}
        onConfirm={rotate}
        onClose={window.close}
      >
        <RotationQuestion
          when={values.when}
          overlapDays={values.overlapDays}
          nextSignature={nextSignature}
        />
      </ConfirmWindow>
    </Section>
  );
}
