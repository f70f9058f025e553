import { Stack, Text } from '@mantine/core';
import { Info } from 'lucide-react';
import type { Delivery } from '../api/shapes.ts';
import { Countdown } from '../format/Countdown.tsx';
import { sentence } from '../format/sentence.ts';
import { visibleName } from '../format/visibleText.ts';
import { OnDemand } from '../layout/OnDemand.tsx';
import classes from './DeliveryTable.module.css';
import { StatusBadge } from './StatusBadge.tsx';
import { STATUS_WORDS } from './words.ts';

/** The status, with its reason and the next attempt on demand; a wide window shows the reason at once. */
export function StatusCell({ delivery }: { delivery: Delivery }) {
  const { status, attempt, reason, nextAttemptAt, fileName } = delivery;
  const isRetrying = status === 'PENDING' && attempt > 0 && nextAttemptAt !== null;
  return (
    <div className={classes.status}>
      <StatusBadge status={status} />
      {(reason !== '' || isRetrying) && (
        <OnDemand
          label={`Why ${visibleName(fileName)} is ${STATUS_WORDS[status].toLowerCase()}`}
          icon={<Info size={16} aria-hidden />}
        >
          <Stack gap={4}>
            {reason !== '' && <Text size="sm">{sentence(reason)}</Text>}
            {isRetrying && (
              <Text size="sm">
                Attempt {attempt + 1} <Countdown to={nextAttemptAt} />
              </Text>
            )}
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
