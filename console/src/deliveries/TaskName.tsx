import { Anchor, Badge } from '@mantine/core';
import { Link } from 'react-router';
import { SAMPLE_TASK } from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import { useNamedTask } from '../tasks/useTasks.ts';

/** A task by its name and number; the tests of configurations have none. */
export function TaskName({ taskId }: { taskId: number }) {
  const named = useNamedTask(taskId);
  if (taskId === SAMPLE_TASK) {
    return <Badge color="grape">Test</Badge>;
  }
  if (named === null) {
    // It was deleted, or reports of it came before it was defined.
    return <>Task {taskId} (not defined)</>;
  }
  return (
    <Anchor component={Link} to={`/tasks/${taskId}`}>
      {visibleName(named?.taskName ?? 'Task')} ({taskId})
    </Anchor>
  );
}
