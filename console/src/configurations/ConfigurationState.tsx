import { Badge } from '@mantine/core';
import type { ListedConfiguration } from '../api/shapes.ts';

/** A badge: Enabled, Failing or Disabled. */
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
