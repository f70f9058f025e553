import { Alert, Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useDidUpdate, useDisclosure, useMergedRef } from '@mantine/hooks';
import { useRef } from 'react';
import { Link } from 'react-router';
import type { Recovery } from '../../api/shapes.ts';
import { count, counted } from '../../format/amount.ts';
import { At } from '../../format/Time.tsx';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../../layout/ConfirmWindow.tsx';
import { Fetched } from '../../layout/Fetched.tsx';
import { takeFocus } from '../../layout/focus.ts';
import { Section } from '../../layout/Section.tsx';
import { useRecovery, useStopRecovery } from './useRecovery.ts';

interface Props {
  id: string;
  /** The number of reports to expect; null if they were not counted completely. */
  expected: number | null;
  onDone: () => void;
  /** Takes the focus when it appears. */
  focused: boolean;
}

/** The progress and the result of a recovery. */
export function RecoveryProgress({ id, expected, onDone, focused }: Props) {
  const query = useRecovery(id);
  const next = useRef<HTMLButtonElement>(null);
  const nextRef = useMergedRef(next, focused ? takeFocus : null);
  return (
    <Section title="Resending missed reports">
      <Fetched query={query}>
        {(recovery) => (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              From <At at={recovery.from} /> to <At at={recovery.to} />
            </Text>
            {recovery.status === 'RUNNING' ? (
              <Running recovery={recovery} expected={expected} />
            ) : (
              <Ended recovery={recovery} />
            )}
            <Group>
              <Button variant="default" onClick={onDone} ref={nextRef}>
                {recovery.status === 'RUNNING'
                  ? 'Continue in the background'
                  : 'Resend another time range'}
              </Button>
              <StopRecovery
                id={id}
                running={recovery.status === 'RUNNING'}
                onFocusLost={() => takeFocus(next.current)}
              />
            </Group>
          </Stack>
        )}
      </Fetched>
    </Section>
  );
}

function Running({ recovery, expected }: { recovery: Recovery; expected: number | null }) {
  const known = expected !== null && expected > 0;
  const share = known ? Math.min(100, (100 * recovery.recovered) / expected) : 100;
  return (
    <>
      <Progress.Root size="lg">
        <Progress.Section
          value={share}
          animated
          aria-label="Resent"
          {...(known ? {} : { withAria: false, role: 'progressbar' })}
        />
      </Progress.Root>
      <Text role="status">
        {known ? `${count(recovery.recovered)} of ${count(expected)}` : count(recovery.recovered)}{' '}
        resent, {count(recovery.seen)} checked
      </Text>
    </>
  );
}

interface StopProps {
  id: string;
  /** While this is false, neither the button nor the question is shown. */
  running: boolean;
  onFocusLost: () => void;
}

/** Stops the recovery, after a question. */
function StopRecovery({ id, running, onFocusLost }: StopProps) {
  const [opened, window] = useDisclosure(false);
  const stopping = useStopRecovery(id);
  const close = () => {
    stopping.reset();
    window.close();
  };
  useDidUpdate(() => {
    if (!running && (opened || document.activeElement === document.body)) {
      onFocusLost();
    }
  }, [running]);
  return (
    <>
      {running && (
        <ChangeButton variant="default" onClick={window.open}>
          Stop resending
        </ChangeButton>
      )}
      <ConfirmWindow
        opened={opened && running}
        title="Stop resending?"
        action="Stop resending"
        danger
        running={stopping.isPending}
        error={stopping.error}
        onConfirm={() => stopping.mutate(undefined, { onSuccess: close })}
        onClose={close}
      >
        The reports found so far are still resent, and up to 100 more may follow. All others are
        left out.
      </ConfirmWindow>
    </>
  );
}

function Ended({ recovery }: { recovery: Recovery }) {
  const finished = recovery.status === 'FINISHED';
  return (
    <Alert
      role="status"
      color={finished ? 'teal' : 'orange'}
      title={`${finished ? 'Finished' : 'Stopped'}: ${counted(recovery.recovered, 'report', 'reports')} resent`}
    >
      {counted(recovery.seen, 'delivery was', 'deliveries were')} checked.{' '}
      <Anchor
        component={Link}
        to={`/deliveries?configuration=${recovery.configurationId}`}
        inherit
        underline="always"
        c="inherit"
      >
        See the deliveries
      </Anchor>
    </Alert>
  );
}
