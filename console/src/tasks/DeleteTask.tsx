import { Text } from '@mantine/core';
import { useState } from 'react';
import type { CdrTask } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { focusHeading } from '../layout/focus.ts';
import { showNews } from '../layout/news.ts';
import { useDeleteTask, useTaskToDelete } from './useTasks.ts';

interface Props {
  /** The task to delete; null while the window is closed. */
  task: CdrTask | null;
  onClose: () => void;
}

/** Asks before it deletes a task, and shows the current task, because the list may be older. */
export function DeleteTask({ task, onClose }: Props) {
  const asked = useTaskToDelete(task?.taskId ?? null);
  const current = asked.data?.value ?? task;
  // The text stays while the window closes.
  const [shown, setShown] = useState(current);
  if (current !== null && current !== shown) {
    setShown(current);
  }
  const deletion = useDeleteTask();
  const close = () => {
    deletion.reset();
    onClose();
  };
  const confirm = () => {
    if (asked.data === undefined) {
      return;
    }
    deletion.mutate(asked.data, {
      onSuccess: (_, { value }) => {
        showNews(`Deleted CDR task ${value.taskName}.`);
        close();
        // The row is gone, with the button that opened the window.
        focusHeading();
      },
    });
  };
  const configurationId = shown?.webhookConfigurationId ?? null;
  return (
    <ConfirmWindow
      opened={task !== null}
      title={`Delete CDR task ${shown?.taskName ?? ''}?`}
      action="Delete task"
      danger
      running={deletion.isPending || (task !== null && asked.isPending)}
      error={deletion.error ?? asked.error}
      onConfirm={confirm}
      onClose={close}
    >
      <Text mb="xs">
        {configurationId === null ? (
          'Its Webhook option is off.'
        ) : (
          <>
            Its reports go to <ConfigurationName id={configurationId} />.
          </>
        )}
      </Text>
      Its deliveries stay. Reports of task {shown?.taskId} that are uploaded later are stored as
      unrouted and not sent. You can resend them when the task is defined again.
    </ConfirmWindow>
  );
}
