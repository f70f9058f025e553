import { Stack } from '@mantine/core';
import type { Versioned } from '../../api/answered.ts';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { GatewayCertificate } from './GatewayCertificate.tsx';
import { GatewayHeaders } from './GatewayHeaders.tsx';

/** The headers and the client certificate for the gateway in front of the receiver. */
export function Gateway({ found }: { found: Versioned<WebhookConfiguration> }) {
  return (
    <Stack gap="lg">
      <GatewayHeaders found={found} />
      <GatewayCertificate found={found} />
    </Stack>
  );
}
