import { Badge } from '@mantine/core';
import type { ListedConfiguration } from '../api/shapes.ts';

type Shown = Pick<ListedConfiguration, 'enabled' | 'failingSince'> & { disabledReason?: string };

/** A badge: Enabled, Failing or Disabled. */
export function ConfigurationState({ configuration }: { configuration: Shown }) {
  if (!configuration.enabled) {
    return <Badge color={configuration.disabledReason ? 'red' : 'gray'}>Disabled</Badge>;
  }
  return configuration.failingSince === null ? (
    <Badge color="teal">Enabled</Badge>
  ) : (
    <Badge color="orange">Failing</Badge>
  );
}
