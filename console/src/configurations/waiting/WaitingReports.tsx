import { Alert, Button, Progress, Stack, Text } from '@mantine/core';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import type { WaitingCount } from '../../api/shapes.ts';
import { count, counted } from '../../format/amount.ts';
import type { SendingWaiting } from './useWaiting.ts';

interface Props {
  waiting: SendingWaiting;
  /** Whether the receiver fails, which another part of the page explains. */
  failing: boolean;
}

/** What waits for a later attempt although the receiver works, or the progress of sending it. */
export function WaitingReports({ waiting, failing }: Props) {
  const later = failing ? 0 : (waiting.count?.later ?? 0);
  if (waiting.total !== null) {
    return <SendingProgress waiting={waiting} total={waiting.total} />;
  }
  return later === 0 ? null : (
    <Alert
      color="indigo"
      title={`${counted(later, 'report waits', 'reports wait')} for a later attempt`}
    >
      <Stack gap="sm" align="flex-start">
        If the receiver works again, they need not wait.
        <SendWaiting waiting={waiting} />
      </Stack>
    </Alert>
  );
}

/** The button that sends what waits. */
export function SendWaiting({ waiting }: { waiting: SendingWaiting }) {
  return (
    <>
      <Button size="sm" loading={waiting.running} onClick={waiting.send}>
        {sendWords(waiting.count)}
      </Button>
      {waiting.error !== null && (
        <ProblemAlert title="The reports were not sent" problem={problemOf(waiting.error)} />
      )}
    </>
  );
}

/** "Send the 140 waiting reports now". */
function sendWords(waiting: WaitingCount | undefined): string {
  if (waiting === undefined || waiting.pending === 0) {
    return 'Retry now';
  }
  if (!waiting.complete) {
    return 'Send all waiting reports now';
  }
  return waiting.pending === 1
    ? 'Send the waiting report now'
    : `Send the ${count(waiting.pending)} waiting reports now`;
}

function SendingProgress({ waiting, total }: { waiting: SendingWaiting; total: number }) {
  const left = waiting.count?.pending ?? total;
  return left === 0 ? (
    <Alert
      role="status"
      color="teal"
      title="All waiting reports were sent"
      withCloseButton
      closeButtonLabel="Close"
      onClose={waiting.close}
    />
  ) : (
    <Alert
      color="indigo"
      title="Sending the waiting reports"
      withCloseButton
      closeButtonLabel="Stop showing the progress"
      onClose={waiting.close}
    >
      <Progress.Root size="lg">
        <Progress.Section value={(100 * (total - left)) / total} animated aria-label="Sent" />
      </Progress.Root>
      <Text size="sm" mt="xs" role="status" aria-live="off">
        {waiting.count?.complete === false ? 'At least ' : ''}
        {counted(left, 'report waits', 'reports wait')}, of {count(total)}.
      </Text>
    </Alert>
  );
}
