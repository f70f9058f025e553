import { Button, Group, List, Modal, Progress, Stack, Text } from '@mantine/core';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import { count, counted } from '../../format/amount.ts';
import { visibleName } from '../../format/visibleText.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import type { DeliveryFilter } from '../filter.ts';
import type { Chosen } from './useChosen.ts';
import { MOST, useResendMany, type Phase, type Refused } from './useResendMany.ts';

interface Props {
  /** The chosen deliveries; null for all that match the filter. */
  chosen: Chosen[] | null;
  filter: DeliveryFilter;
  onClose: () => void;
}

/** Asks before it resends many reports, and shows its progress and its result. */
export function ResendMany({ chosen, filter, onClose }: Props) {
  const { phase, send, stop } = useResendMany(chosen, filter);
  const close = () => {
    stop();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={titleOf(phase)}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <PhaseView phase={phase} />
        <Group justify="flex-end">
          {phase.step === 'asking' && (
            <>
              <Button variant="default" onClick={close} data-autofocus>
                Cancel
              </Button>
              {phase.chosen.length > 0 && (
                <ChangeButton onClick={() => send(phase.chosen)}>
                  Resend {reports(phase.chosen.length)}
                </ChangeButton>
              )}
            </>
          )}
          {(phase.step === 'finding' || phase.step === 'sending') && (
            <Button variant="default" onClick={stop}>
              Stop
            </Button>
          )}
          {(phase.step === 'done' || phase.step === 'failed') && (
            <Button onClick={close}>Done</Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function titleOf(phase: Phase): string {
  switch (phase.step) {
    case 'finding':
      return 'Finding the reports';
    case 'asking':
      return `Resend ${reports(phase.chosen.length)}?`;
    case 'sending':
      return 'Resending';
    case 'done':
      return `Resent ${reports(phase.resent)}`;
    case 'failed':
      return "Can't find the reports";
  }
}

function PhaseView({ phase }: { phase: Phase }) {
  switch (phase.step) {
    case 'finding':
      return (
        <Text role="status" aria-live="off">
          {counted(phase.found, 'report matches', 'reports match')} so far.
        </Text>
      );
    case 'asking':
      return <Asking number={phase.chosen.length} all={phase.all} />;
    case 'sending':
      return (
        <>
          <Progress.Root size="lg">
            <Progress.Section
              value={(100 * phase.done) / phase.total}
              animated
              aria-label="Resent"
            />
          </Progress.Root>
          <Text role="status" aria-live="off">
            {count(phase.done)} of {count(phase.total)}
          </Text>
        </>
      );
    case 'done':
      return (
        <>
          {phase.error !== null && (
            <ProblemAlert title="It ended early" problem={problemOf(phase.error)} />
          )}
          {phase.left > 0 && <Text>{reports(phase.left)} of the chosen were not resent.</Text>}
          <RefusedOnes refused={phase.refused} />
        </>
      );
    case 'failed':
      return <ProblemAlert problem={problemOf(phase.error)} />;
  }
}

function Asking({ number, all }: { number: number; all: boolean }) {
  if (number === 0) {
    return <Text>No report matches.</Text>;
  }
  return (
    <>
      {!all && (
        <Text mb="sm">
          These are not all that match
          {number === MOST ? `: at most ${count(MOST)} can be resent at once` : ''}.
        </Text>
      )}
      <Text>
        Each starts a new round of attempts at once, with a new link, within the limits of its
        configuration. The receiver sees the same webhook-id again, also for reports that it has
        accepted.
      </Text>
    </>
  );
}

const NAMED = 5;

function RefusedOnes({ refused }: { refused: Refused[] }) {
  const byReason = new Map<string, string[]>();
  for (const { fileName, reason } of refused) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), fileName]);
  }
  return byReason.size === 0 ? null : (
    <div>
      <Text>{counted(refused.length, 'report was', 'reports were')} refused:</Text>
      <List size="sm" mt="xs">
        {[...byReason].map(([reason, names]) => (
          <List.Item key={reason}>
            {reason} ({names.slice(0, NAMED).map(visibleName).join(', ')}
            {names.length > NAMED && ` and ${count(names.length - NAMED)} more`})
          </List.Item>
        ))}
      </List>
    </div>
  );
}

function reports(number: number): string {
  return counted(number, 'report', 'reports');
}
