import { Text } from '@mantine/core';
import type { ConfigurationHealth } from '../api/shapes.ts';
import { counted, percent } from '../format/amount.ts';

/** The share of attempts since the start of yesterday (UTC) that succeeded. */
export function SuccessRate({ health }: { health: ConfigurationHealth }) {
  if (health.successRate === null) {
    return (
      <Text size="sm" c="dimmed">
        No attempts yet
      </Text>
    );
  }
  return (
    <>
      {percent(health.successRate)}
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        of {counted(health.attempts, 'attempt', 'attempts')}
      </Text>
    </>
  );
}
