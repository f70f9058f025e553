import { Alert, Stack } from '@mantine/core';
import { problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { At } from '../format/Time.tsx';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { tell } from '../layout/news.ts';
import { useRetryNow } from './useConfigurations.ts';

/** Shows since when the receiver has failed and when the next probe is due, with a button to retry now. */
export function FailingReceiver({ configuration }: { configuration: WebhookConfiguration }) {
  const { id, name, lane, failingSince } = configuration;
  const retry = useRetryNow(id);
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
        <ChangeButton
          size="sm"
          loading={retry.isPending}
          onClick={() =>
            retry.mutate(undefined, { onSuccess: () => tell(`Retrying ${name} now.`) })
          }
        >
          Retry now
        </ChangeButton>
        {retry.error !== null && (
          <ProblemAlert title="The retry was not sent" problem={problemOf(retry.error)} />
        )}
      </Stack>
    </Alert>
  );
}
