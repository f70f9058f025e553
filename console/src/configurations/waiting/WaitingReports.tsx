import { Alert, Progress, Stack, Text } from '@mantine/core';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import type { WaitingCount } from '../../api/shapes.ts';
import { count, counted } from '../../format/amount.ts';
import { At } from '../../format/Time.tsx';
import { toTheMinute } from '../../format/time.ts';
import { useNow } from '../../format/useNow.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import type { SendingProgress } from './sendingProgress.ts';
import { sendsFrom, type SendingWaiting } from './useWaiting.ts';

interface Props {
  waiting: SendingWaiting;
  /** True if the receiver fails, which another part of the page explains. */
  failing: boolean;
}

/** The reports that wait for a later attempt although the receiver works, or the progress of sending them. */
export function WaitingReports({ waiting, failing }: Props) {
  const later = failing ? 0 : (waiting.count?.later ?? 0);
  if (waiting.progress !== null) {
    return <Progression waiting={waiting} progress={waiting.progress} />;
  }
  return later === 0 ? null : (
    <Alert
      color="indigo"
      title={`${counted(later, 'report waits', 'reports wait')} for a later attempt`}
    >
      <Stack gap="sm" align="flex-start">
        If the receiver works again, you can send them now.
        <SendWaiting waiting={waiting} />
      </Stack>
    </Alert>
  );
}

/** The button that sends the waiting reports, and a note about the reports that it sends in addition. */
export function SendWaiting({ waiting }: { waiting: SendingWaiting }) {
  const now = useNow(60_000);
  return (
    <>
      <ChangeButton size="sm" loading={waiting.running} onClick={waiting.send}>
        {sendWords(waiting.count)}
      </ChangeButton>
      <Text size="sm">
        This also resends the reports since{' '}
        <At at={toTheMinute(Date.parse(sendsFrom(waiting.failingSince, now)))} /> that failed, are
        held or had no receiver.
      </Text>
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

interface ProgressionProps {
  waiting: SendingWaiting;
  progress: SendingProgress;
}

function Progression({ waiting, progress: { left, total, allSent } }: ProgressionProps) {
  return allSent ? (
    <Alert
      role="status"
      color="teal"
      title={total === 0 ? 'No report was waiting' : 'All waiting reports were sent'}
      withCloseButton
      closeButtonLabel="Close"
      onClose={waiting.close}
    >
      {total > 0 && `${counted(total, 'report was', 'reports were')} sent.`}
    </Alert>
  ) : (
    <Alert
      color="indigo"
      title="Sending the waiting reports"
      withCloseButton
      closeButtonLabel="Stop showing the progress"
      onClose={waiting.close}
    >
      <Progress.Root size="lg">
        <Progress.Section
          value={left === 0 ? 100 : (100 * (total - left)) / total}
          animated
          aria-label="Sent"
          {...(left === 0 ? { withAria: false, role: 'progressbar' } : {})}
        />
      </Progress.Root>
      <Text size="sm" mt="xs" role="status" aria-live="off">
        {left === 0
          ? 'Looking for failed reports to resend.'
          : `${waiting.count?.complete === false ? 'At least ' : ''}${counted(left, 'report waits', 'reports wait')}, of ${count(total)}.`}
      </Text>
    </Alert>
  );
}
