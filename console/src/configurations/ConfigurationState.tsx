import { Badge } from '@mantine/core';
import type { ListedConfiguration } from '../api/shapes.ts';

/** Whether requests are sent, and whether they arrive. */
export function ConfigurationState({ configuration }: { configuration: ListedConfiguration }) {
  if (!configuration.enabled) {
    return <Badge color={configuration.disabledReason === '' ? 'gray' : 'red'}>Disabled</Badge>;
  }
  return configuration.failingSince === null ? (
    <Badge color="teal">Enabled</Badge>
  ) : (
    <Badge color="orange">Failing</Badge>
  );
}
