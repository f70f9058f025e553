import { Group, Text } from '@mantine/core';
import type { DeliveryWithAttempts } from '../api/shapes.ts';
import { useNow } from '../format/useNow.ts';
import { CopyText } from '../forms/CopyText.tsx';
import { Section } from '../layout/Section.tsx';
import { customerAnswer } from './customerAnswer.ts';

/** Shows a text that answers a customer's question about the report. */
export function CustomerAnswer({ delivery }: { delivery: DeliveryWithAttempts }) {
  const answer = customerAnswer(delivery, useNow(15_000));
  return (
    <Section title="Answer for the customer">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Text maw="60rem">{answer}</Text>
        <CopyText text={answer} of="answer" named />
      </Group>
    </Section>
  );
}
