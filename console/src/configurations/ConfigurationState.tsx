import { Badge } from '@mantine/core';
import type { ListedConfiguration, WebhookConfiguration } from '../api/shapes.ts';
import { isProven } from './isProven.ts';

/** The fields for the badge. Search results have no `health`, and only a single configuration has its `lane`. */
type Shown = Pick<ListedConfiguration, 'enabled' | 'failingSince' | 'createdAt'> &
  Partial<Pick<WebhookConfiguration, 'disabledReason' | 'health' | 'lane'>>;

/** A badge: Enabled, No success yet, Failing or Disabled. */
export function ConfigurationState({ configuration }: { configuration: Shown }) {
  if (!configuration.enabled) {
    return <Badge color={configuration.disabledReason ? 'red' : 'gray'}>Disabled</Badge>;
  }
  if (configuration.failingSince !== null || configuration.lane?.state === 'FAILING') {
    return <Badge color="orange">Failing</Badge>;
  }
  const { createdAt, health } = configuration;
  if (health === undefined) {
    // Green would say that the receiver works.
    return <Badge color="indigo">Enabled</Badge>;
  }
  return isProven({ createdAt, health }) ? (
    <Badge color="teal">Enabled</Badge>
  ) : (
    <Badge color="indigo">No success yet</Badge>
  );
}
