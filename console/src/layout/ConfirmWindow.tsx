import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChangeButton } from './ChangeButton.tsx';
import { problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import { visibleName } from '../format/visibleText.ts';

interface Props {
  opened: boolean;
  title: string;
  /** The text of the button: "Delete task". */
  action: string;
  danger?: boolean;
  running: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
  /** Replaces the plain error. */
  refusal?: ReactNode;
  children: ReactNode;
}

/** Asks for confirmation, and shows the error if the action fails. */
export function ConfirmWindow(props: Props) {
  const { opened, title, action, danger = false, running, error, onConfirm, onClose } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={visibleName(title)}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <div>{props.children}</div>
        {error !== null && (props.refusal ?? <ProblemAlert problem={problemOf(error)} />)}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <ChangeButton {...(danger && { color: 'red.9' })} loading={running} onClick={onConfirm}>
            {action}
          </ChangeButton>
        </Group>
      </Stack>
    </Modal>
  );
}
