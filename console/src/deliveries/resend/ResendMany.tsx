import { Button, Checkbox, Group, List, Modal, Progress, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import { count, counted } from '../../format/amount.ts';
import { visibleName } from '../../format/visibleText.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { takeFocus } from '../../layout/focus.ts';
import type { DeliveryFilter } from '../filter.ts';
import { STATUS_WORDS } from '../words.ts';
import { byStatus, notDelivered } from './redeliveries.ts';
import { MOST, type Found, type Refused, type Resent } from './resending.ts';
import type { Chosen } from './useChosen.ts';
import { useResendMany, type Phase } from './useResendMany.ts';

interface Props {
  /** The chosen deliveries; null for all that match the filter. */
  chosen: Chosen[] | null;
  filter: DeliveryFilter;
  onClose: () => void;
}

/**
 * Asks before it resends many reports, and shows its progress and its result. While it sends, only *Stop* ends
 * it, which shows what was sent.
 */
export function ResendMany({ chosen, filter, onClose }: Props) {
  const { phase, send, sendRest, stop } = useResendMany(chosen, filter);
  const [withDelivered, setWithDelivered] = useState(false);
  const asksForDelivered = chosen === null && filter.status === undefined;
  const meant = (found: Chosen[]) =>
    asksForDelivered && !withDelivered ? notDelivered(found) : found;
  const close = () => {
    stop();
    onClose();
  };
  const sending = phase.step === 'sending';
  return (
    <Modal
      opened
      onClose={close}
      title={<span role="status">{titleOf(phase, meant)}</span>}
      withCloseButton={!sending}
      closeOnEscape={!sending}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        {phase.step === 'asking' ? (
          <Asking
            found={phase}
            meant={meant(phase.chosen)}
            withoutTests={chosen === null && filter.test === undefined}
          >
            {asksForDelivered && (
              <DeliveredToo
                number={phase.chosen.length - notDelivered(phase.chosen).length}
                checked={withDelivered}
                onChange={setWithDelivered}
              />
            )}
          </Asking>
        ) : (
          <PhaseView phase={phase} />
        )}
        <Group justify="flex-end">
          {phase.step === 'asking' && (
            <>
              <Button variant="default" onClick={close} data-autofocus ref={takeFocus}>
                Cancel
              </Button>
              {meant(phase.chosen).length > 0 && (
                <ChangeButton onClick={() => send(meant(phase.chosen))}>
                  Resend {reports(meant(phase.chosen).length)}
                </ChangeButton>
              )}
            </>
          )}
          {(phase.step === 'finding' || phase.step === 'sending') && (
            <Button variant="default" onClick={stop} ref={takeFocus}>
              Stop
            </Button>
          )}
          {phase.step === 'done' && phase.rest.length > 0 && (
            <ChangeButton variant="default" onClick={() => sendRest(phase)}>
              Resend the rest
            </ChangeButton>
          )}
          {(phase.step === 'done' || phase.step === 'failed') && (
            <Button onClick={close} ref={takeFocus}>
              Done
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function titleOf(phase: Phase, meant: (found: Chosen[]) => Chosen[]): string {
  switch (phase.step) {
    case 'finding':
      return 'Finding the reports';
    case 'asking':
      return meant(phase.chosen).length === 0
        ? 'Nothing to resend'
        : `Resend ${reports(meant(phase.chosen).length)}?`;
    case 'sending':
      return 'Resending';
    case 'done':
      return `Resent ${reports(phase.resent)}`;
    case 'failed':
      return "Can't find the reports";
  }
}

/** The content of the window while it searches or sends, and at the end. */
export function PhaseView({ phase }: { phase: Exclude<Phase, { step: 'asking' }> }) {
  switch (phase.step) {
    case 'finding':
      return (
        <Text role="status" aria-live="off">
          {counted(phase.found, 'report matches', 'reports match')} so far.
        </Text>
      );
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
        <Stack gap="md" role="status">
          {phase.error !== null && (
            <ProblemAlert title="Resending stopped early" problem={problemOf(phase.error)} />
          )}
          {phase.rest.length > 0 && <Text>{restWords(phase)}</Text>}
          {phase.unknown > 0 && <Text>{againWords(phase)}</Text>}
          <RefusedOnes refused={phase.refused} />
        </Stack>
      );
    case 'failed':
      return <ProblemAlert problem={problemOf(phase.error)} />;
  }
}

/** "40 of the chosen were not resent". After a lost answer, some of them may have been resent. */
export function restWords({ rest, unknown }: Pick<Resent, 'rest' | 'unknown'>): string {
  const others = rest.length - unknown;
  if (unknown === 0) {
    return `${counted(others, 'report was', 'reports were')} not resent.`;
  }
  const lost = `An answer was lost: up to ${reports(unknown)} may have been resent.`;
  return others === 0 ? lost : `${lost} ${counted(others, 'other was', 'others were')} not.`;
}

/** Explains what "Resend the rest" does with reports of a request that had no answer: they may be resent already. */
export function againWords({ rest }: Pick<Resent, 'rest'>): string {
  return rest[0]?.status === 'PENDING'
    ? '“Resend the rest” resends these again: some may start another round of attempts.'
    : '“Resend the rest” leaves out reports whose status has changed since.';
}

interface AskingProps {
  found: Found;
  /** The reports of `found` that are resent. */
  meant: Chosen[];
  withoutTests: boolean;
  /** A control to choose more reports. */
  children: ReactNode;
}

/** The question before anything is sent: how many reports of which status. */
export function Asking({
  found: { chosen, all, error },
  meant,
  withoutTests,
  children,
}: AskingProps) {
  return (
    <>
      {error !== null && (
        <ProblemAlert title="The search stopped early" problem={problemOf(error)} />
      )}
      {!all && (
        <Text>
          {chosen.length === MOST
            ? `Only the newest ${count(MOST)} matching reports are included. To find the others, choose a status or a shorter time range.`
            : 'Other reports may match, too.'}
        </Text>
      )}
      <Text>
        {meant.length === 0 ? 'No reports to resend' : statusesOf(meant)}.
        {withoutTests && ' Tests of configurations are left out.'}
      </Text>
      {children}
      {meant.length > 0 && (
        <Text>
          Each starts a new round of attempts at once, with a new link, within the limits of its
          configuration. The receiver sees the same webhook-id again
          {notDelivered(meant).length < meant.length && ', also for reports that it has accepted'}.
        </Text>
      )}
    </>
  );
}

/** "120 failed, 20 pending". */
export function statusesOf(chosen: Chosen[]): string {
  return [...byStatus(chosen)]
    .map(([status, each]) => `${count(each.length)} ${STATUS_WORDS[status].toLowerCase()}`)
    .join(', ');
}

interface DeliveredProps {
  number: number;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Offers to resend what receivers have accepted, if the filter has found any. */
function DeliveredToo({ number, checked, onChange }: DeliveredProps) {
  return (
    number > 0 && (
      <Checkbox
        label={`Also resend ${counted(number, 'delivered report', 'delivered reports')}`}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
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
