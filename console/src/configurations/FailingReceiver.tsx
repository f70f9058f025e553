import { Alert, Button, Stack } from '@mantine/core';
import { problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { At } from '../format/Time.tsx';
import { tell } from '../layout/news.ts';
import { useRetryNow } from './useConfigurations.ts';

/** Since when the receiver fails, when it is tried next, and a button that has it tried now. */
export function FailingReceiver({ configuration }: { configuration: WebhookConfiguration }) {
  const { id, name, lane, failingSince } = configuration;
  const retry = useRetryNow(id);
  return (
    <Alert color="orange" title="The receiver fails: deliveries wait">
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
          . When a probe succeeds, the deliveries that wait are sent, oldest first.
          {failingSince !== null &&
            ' When every attempt has failed for five days, the configuration is disabled and its deliveries are held.'}
        </div>
        <Button
          size="sm"
          loading={retry.isPending}
          onClick={() =>
            retry.mutate(undefined, { onSuccess: () => tell(`${name} is tried now.`) })
          }
        >
          It is back: try now
        </Button>
        {retry.error !== null && (
          <ProblemAlert title="The receiver was not tried" problem={problemOf(retry.error)} />
        )}
      </Stack>
    </Alert>
  );
}
