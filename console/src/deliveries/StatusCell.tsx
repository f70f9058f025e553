import { Stack, Text } from '@mantine/core';
import { Info } from 'lucide-react';
import type { Delivery } from '../api/shapes.ts';
import { sentence } from '../format/sentence.ts';
import { visibleName } from '../format/visibleText.ts';
import { OnDemand } from '../layout/OnDemand.tsx';
import classes from './DeliveryTable.module.css';
import { StatusBadge } from './StatusBadge.tsx';
import { GivesUp, Waiting } from './Waiting.tsx';
import { nextAttemptName, statusWords } from './words.ts';

/** The status, with its reason and what it waits for on demand; a wide window shows the reason at once. */
export function StatusCell({ delivery }: { delivery: Delivery }) {
  const { reason, waitsFor, fileName } = delivery;
  const nextAttempt = nextAttemptName(delivery);
  const why = reason === '' ? (waitsFor?.reason ?? '') : reason;
  return (
    <div className={classes.status}>
      <StatusBadge delivery={delivery} />
      {why !== '' && (
        <OnDemand
          label={`Why ${visibleName(fileName)} is ${statusWords(delivery).toLowerCase()}`}
          icon={<Info size={16} aria-hidden />}
        >
          <Stack gap={4}>
            {reason !== '' && <Text size="sm">{sentence(reason)}</Text>}
            {waitsFor !== null && (
              <Text size="sm" component="div">
                <Waiting delivery={delivery} waitsFor={waitsFor} />
              </Text>
            )}
            {nextAttempt !== null && <Text size="sm">Next attempt: {nextAttempt}.</Text>}
            <GivesUp delivery={delivery} />
          </Stack>
        </OnDemand>
      )}
      {reason !== '' && (
        <Text size="sm" c="dimmed" className={classes.reason}>
          {sentence(reason)}
        </Text>
      )}
    </div>
  );
}
