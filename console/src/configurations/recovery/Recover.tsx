import { Alert, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Versioned } from '../../api/answered.ts';
import { Problem, problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import type { WebhookConfiguration, RecoveryCount } from '../../api/shapes.ts';
import { count, counted } from '../../format/amount.ts';
import { toTheMinute } from '../../format/time.ts';
import { Moment } from '../../forms/Moment.tsx';
import { instantProps, useDraftForm } from '../../forms/useDraftForm.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { takeFocus } from '../../layout/focus.ts';
import { Section } from '../../layout/Section.tsx';
import { recoverFrom } from './recoverView.ts';
import { RecoveryProgress } from './RecoveryProgress.tsx';
import { RunningRecoveries } from './RunningRecoveries.tsx';
import { useCountRecovery, useStartRecovery } from './useRecovery.ts';

const DAY_MS = 24 * 3_600_000;

/** The longest time range of the API, less an hour for the user to decide. */
const LONGEST_MS = 90 * DAY_MS - 3_600_000;

/** Resends the reports that the receiver missed in a time range: first counts them, then sends them. */
export function Recover({ found }: { found: Versioned<WebhookConfiguration> }) {
  const [query, setQuery] = useSearchParams();
  const running = query.get('recovery');
  const [expected, setExpected] = useState<number | null>(null);
  // True after a switch between the form and the progress: then the new part takes the lost focus.
  const [changed, setChanged] = useState(false);
  // The id is in the address, so that a reload still shows the progress.
  const show = (recovery: string | null) => {
    setChanged(true);
    setQuery(recovery === null ? { tab: 'recover' } : { tab: 'recover', recovery }, {
      replace: true,
    });
  };
  return running === null ? (
    <>
      <RunningRecoveries
        configurationId={found.value.id}
        onShow={(recovery) => {
          setExpected(null);
          show(recovery);
        }}
      />
      <WindowForm
        configurationId={found.value.id}
        since={recoverFrom(query)}
        focused={changed}
        onStarted={(recovery, known) => {
          setExpected(known);
          show(recovery);
        }}
      />
    </>
  ) : (
    <RecoveryProgress
      id={running}
      expected={expected}
      onDone={() => show(null)}
      focused={changed}
    />
  );
}

interface Props {
  configurationId: string;
  /** The start of the time range, in milliseconds; null: a day ago. */
  since: number | null;
  onStarted: (recovery: string, expected: number | null) => void;
  /** Takes the focus when it appears. */
  focused: boolean;
}

function WindowForm({ configurationId, since, onStarted, focused }: Props) {
  const [fresh] = useState(() => {
    const now = Date.now();
    const from = Math.max(since ?? now - DAY_MS, now - LONGEST_MS);
    return { from: toTheMinute(from), to: toTheMinute(now + 60_000) };
  });
  // A link that names a start must not show a draft for another time.
  const draft = useDraftForm(`recovery/${configurationId}/${since ?? ''}`, fresh);
  const { form } = draft;
  const counting = useCountRecovery();
  const starting = useStartRecovery();
  const error = starting.error ?? counting.error;
  const withWindow = (
    act: (window: { configurationId: string; from: string; to: string }) => void,
  ) => {
    const { from, to } = form.getValues();
    form.clearErrors();
    if (from === '' || to === '') {
      const detail = 'choose a date and a time';
      const fields = [...(from === '' ? ['from'] : []), ...(to === '' ? ['to'] : [])];
      draft.showErrors(
        new Problem(
          422,
          '',
          fields.map((field) => ({ field, detail })),
        ),
      );
      return;
    }
    act({ configurationId, from, to });
  };
  const onError = (fault: Error) => draft.showErrors(problemOf(fault));
  const countNow = () => {
    starting.reset();
    withWindow((window) => counting.mutate(window, { onError }));
  };
  const start = () =>
    withWindow((window) =>
      starting.mutate(window, {
        onError,
        onSuccess: (recovery) => {
          draft.done();
          onStarted(recovery.id, counting.data?.complete === true ? counting.data.count : null);
        },
      }),
    );
  return (
    <Section
      title="Resend missed reports"
      hint="Resends the reports of a time range that failed or are held, within the configuration’s limits. Reports that wait for a later attempt are sent now. Unrouted reports are sent too, if their task was first assigned to this configuration afterwards. Delivered reports are left out, and so are those already resent with a new webhook-id."
    >
      <form
        noValidate
        aria-label="Resend missed reports"
        tabIndex={-1}
        ref={focused ? takeFocus : undefined}
        onSubmit={(event) => {
          event.preventDefault();
          countNow();
        }}
        onChange={() => counting.reset()}
      >
        <Stack gap="md" maw={640}>
          <Group align="flex-start">
            <Moment label="From" flex={1} miw={210} {...instantProps(form, 'from')} />
            <Moment label="To" flex={1} miw={210} {...instantProps(form, 'to')} />
          </Group>
          <div role="status">{counting.data !== undefined && <Count count={counting.data} />}</div>
          {error !== null && (
            <ProblemAlert
              title="Can't resend these reports"
              problem={problemOf(error)}
              shownFields={['from', 'to']}
            />
          )}
          <Group>
            <ChangeButton
              type="submit"
              variant={counting.data === undefined ? 'filled' : 'default'}
              loading={counting.isPending}
            >
              Count reports
            </ChangeButton>
            {counting.data !== undefined && counting.data.count > 0 && (
              <ChangeButton loading={starting.isPending} onClick={start}>
                {resendWords(counting.data)}
              </ChangeButton>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

/** "Resend 140 reports". */
function resendWords({ count: number, complete }: RecoveryCount): string {
  return complete ? `Resend ${counted(number, 'report', 'reports')}` : 'Resend all reports';
}

function Count({ count: found }: { count: RecoveryCount }) {
  const reports = counted(found.count, 'report', 'reports');
  return (
    <Alert
      color={found.count === 0 ? 'gray' : 'indigo'}
      title={found.complete ? `${reports} to resend` : `At least ${reports} to resend`}
    >
      {found.count === 0
        ? 'No report in this time range has failed, is held or unrouted, or waits for a later attempt.'
        : `${byStatus(found)}. Nothing has been sent yet. The receiver will see the same webhook-id again.`}
    </Alert>
  );
}

/** "128 wait for a later attempt, 12 failed". */
function byStatus({ pending, held, failed, unrouted }: RecoveryCount): string {
  const parts: [number, string][] = [
    [pending, pending === 1 ? 'waits for a later attempt' : 'wait for a later attempt'],
    [held, 'held'],
    [failed, 'failed'],
    [unrouted, 'unrouted'],
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${count(number)} ${words}`)
    .join(', ');
}
