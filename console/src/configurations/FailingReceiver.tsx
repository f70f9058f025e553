import { Alert, Stack } from '@mantine/core';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { At } from '../format/Time.tsx';
import type { SendingWaiting } from './waiting/useWaiting.ts';
import { SendWaiting } from './waiting/WaitingReports.tsx';

interface Props {
  configuration: WebhookConfiguration;
  waiting: SendingWaiting;
}

/** Shows since when the receiver has failed and when the next probe is due, with a button to send what waits. */
export function FailingReceiver({ configuration, waiting }: Props) {
  const { lane, failingSince } = configuration;
  return (
    <Alert color="orange" title="The receiver is failing; deliveries are waiting">
      <Stack gap="sm" align="flex-start">
        <div>
          {lane.failingSince !== null && (
            <>
              It has failed since <At at={lane.failingSince} />.{' '}
            </>
          )}
          One delivery at a time is sent as a probe
          {lane.nextProbeAt !== null && (
            <>
              , the next one at <At at={lane.nextProbeAt} />
            </>
          )}
          . When a probe succeeds, the waiting deliveries are sent, oldest first.
          {failingSince !== null &&
            ' If every attempt fails for five days, the system disables the configuration and holds its deliveries.'}
        </div>
        <div>
          Is the receiver back? Send a probe now. If it succeeds, all waiting reports follow.
        </div>
        <SendWaiting waiting={waiting} />
      </Stack>
    </Alert>
  );
}
