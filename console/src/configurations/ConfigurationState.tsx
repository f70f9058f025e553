import { Badge } from '@mantine/core';
import type { ListedConfiguration } from '../api/shapes.ts';
import { isProven } from './isProven.ts';

/** What the badge needs; search results have no `health`. */
type Shown = Pick<ListedConfiguration, 'enabled' | 'failingSince' | 'createdAt'> &
  Partial<Pick<ListedConfiguration, 'disabledReason' | 'health'>>;

/** A badge: Enabled, Not proven yet, Failing or Disabled. */
export function ConfigurationState({ configuration }: { configuration: Shown }) {
  if (!configuration.enabled) {
    return <Badge color={configuration.disabledReason ? 'red' : 'gray'}>Disabled</Badge>;
  }
  if (configuration.failingSince !== null) {
    return <Badge color="orange">Failing</Badge>;
  }
  const { createdAt, health } = configuration;
  return health === undefined || isProven({ createdAt, health }) ? (
    <Badge color="teal">Enabled</Badge>
  ) : (
    <Badge color="indigo">Enabled, not proven yet</Badge>
  );
}
