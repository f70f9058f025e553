import { Stack } from '@mantine/core';
import type { Versioned } from '../api/answered.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { ConfigurationFacts } from './ConfigurationFacts.tsx';
import { DeleteConfiguration } from './DeleteConfiguration.tsx';
import { EditConfiguration } from './EditConfiguration.tsx';
import { IpAddresses } from './IpAddresses.tsx';
import { RevokeAllLinks } from './links/RevokeAllLinks.tsx';
import { Statements } from './statements/Statements.tsx';

/** The facts and the settings of a configuration. */
export function ConfigurationOverview({ found }: { found: Versioned<WebhookConfiguration> }) {
  return (
    <Stack gap="lg">
      <ConfigurationFacts configuration={found.value} />
      {found.value.receiverRequests.enabled && <Statements id={found.value.id} />}
      <EditConfiguration key={found.value.id} found={found} />
      <IpAddresses />
      <RevokeAllLinks found={found} />
      <DeleteConfiguration found={found} />
    </Stack>
  );
}
