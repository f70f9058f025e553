import { Alert, Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Versioned } from '../../api/answered.ts';
import { Problem, problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { fromLocalInput, inputWords } from '../../format/time.ts';
import { useDraftForm } from '../../forms/useDraftForm.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { takeFocus } from '../../layout/focus.ts';
import { Section } from '../../layout/Section.tsx';
import { SignatureField } from '../SignatureField.tsx';
import { SignatureOnce } from '../SignatureOnce.tsx';
import { useRotateSignature } from '../useConfigurations.ts';
import { SignaturesInForce } from './SignaturesInForce.tsx';

interface RotationValues {
  signature: string;
  when: string;
  effectiveAt: string;
  overlapDays: string;
}

const EMPTY: RotationValues = { signature: '', when: 'now', effectiveAt: '', overlapDays: '0' };
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
      <SignaturesInForce configuration={found.value} />
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
  const { id } = found.value;
  const draft = useDraftForm(`rotation/${id}`, EMPTY, found.etag, ['signature']);
  const { form } = draft;
  const rotation = useRotateSignature(id);
  const values = form.getValues();
  const rotate = () => {
    const effectiveAt = values.when === 'now' ? null : fromLocalInput(values.effectiveAt);
    if (values.when === 'later' && effectiveAt === null) {
      draft.showErrors(
        new Problem(422, '', [{ field: 'effectiveAt', detail: 'choose a date and a time' }]),
      );
      return;
    }
    rotation.mutate(
      {
        value: {
          signature: values.signature,
          effectiveAt,
          overlapDays: Number(values.overlapDays),
        },
        etag: draft.etag(),
      },
      {
        onSuccess: () => {
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
        onSubmit={form.onSubmit(rotate)}
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
            <TextInput
              type="datetime-local"
              label="Date and time"
              description={`${inputWords(values.effectiveAt)}, at most 30 days ahead`}
              maw={280}
              key={form.key('effectiveAt')}
              {...form.getInputProps('effectiveAt')}
            />
          )}
          <Select
            label="Overlap"
            description="How long the old Signature is also used, in webhook-signature"
            data={OVERLAPS}
            allowDeselect={false}
            maw={280}
            key={form.key('overlapDays')}
            {...form.getInputProps('overlapDays')}
          />
          <Alert color="gray">
            {values.overlapDays === '0'
              ? 'Without an overlap, the old Signature is no longer used once the new one takes effect. Choose this if the old Signature has leaked.'
              : 'Only webhook-signature overlaps. X-CDR-Signature changes at once when the new Signature takes effect.'}
          </Alert>
          {rotation.error !== null && (
            <ProblemAlert
              title="The Signature was not rotated"
              problem={problemOf(rotation.error)}
              shownFields={Object.keys(EMPTY)}
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
    </Section>
  );
}
