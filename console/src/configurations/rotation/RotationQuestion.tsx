import { Code, Stack, Text } from '@mantine/core';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { At } from '../../format/Time.tsx';

interface Props {
  /** The start of the new Signature: `now` or `later`. */
  when: string;
  overlapDays: string;
  nextSignature: WebhookConfiguration['nextSignature'];
}

/** Decides whether the user must confirm a rotation: if it takes effect at once, or replaces a planned one. */
export function asksFirst({ when, nextSignature }: Omit<Props, 'overlapDays'>): boolean {
  return when === 'now' || nextSignature !== null;
}

/** The question before a rotation, with its effect on the receiver. */
export function RotationQuestion({ when, overlapDays, nextSignature }: Props) {
  return (
    <Stack gap="md">
      {nextSignature !== null && (
        <Text>
          The Signature that ends with <Code>{nextSignature.hint}</Code> was planned for{' '}
          <At at={nextSignature.effectiveAt} />. This rotation replaces it: a receiver that already
          has it needs the new one instead.
        </Text>
      )}
      {when === 'now' &&
        (overlapDays === '0' ? (
          <Text>
            The old Signature stops signing requests immediately. A receiver that does not have the
            new one refuses every request. Do this if the old Signature has leaked.
          </Text>
        ) : (
          <Text>
            X-CDR-Signature switches immediately; the overlap applies only to webhook-signature. A
            receiver that checks X-CDR-Signature and does not have the new Signature refuses every
            request.
          </Text>
        ))}
    </Stack>
  );
}
