import type { CdrTask } from '../api/shapes.ts';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { tell } from '../layout/news.ts';
import { useDeleteTask } from './useTasks.ts';

interface Props {
  /** Which one; null while nobody asked. */
  task: CdrTask | null;
  onClose: () => void;
}

/** Asks before a task is deleted. */
export function DeleteTask({ task, onClose }: Props) {
  const deletion = useDeleteTask();
  const close = () => {
    deletion.reset();
    onClose();
  };
  const confirm = () => {
    if (task === null) {
      return;
    }
    deletion.mutate(task.taskId, {
      onSuccess: () => {
        tell(`CDR task ${task.taskName} is deleted.`);
        close();
      },
    });
  };
  return (
    <ConfirmWindow
      opened={task !== null}
      title={`Delete CDR task ${task?.taskName ?? ''}?`}
      action="Delete task"
      danger
      running={deletion.isPending}
      error={deletion.error}
      onConfirm={confirm}
      onClose={close}
    >
      Its deliveries stay. Reports that are still exported under number {task?.taskId} go to nobody;
      they are kept as unrouted, and a recovery can send them later.
    </ConfirmWindow>
  );
}
