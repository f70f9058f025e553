import { Stack } from '@mantine/core';
import type { Versioned } from '../../api/answered.ts';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { GatewayCertificate } from './GatewayCertificate.tsx';
import { GatewayHeaders } from './GatewayHeaders.tsx';

/** What the gateway in front of the receiver asks for. */
export function Gateway({ found }: { found: Versioned<WebhookConfiguration> }) {
  return (
    <Stack gap="lg">
      <GatewayHeaders found={found} />
      <GatewayCertificate found={found} />
    </Stack>
  );
}
