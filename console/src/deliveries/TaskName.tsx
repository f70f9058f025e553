import { Anchor, Badge } from '@mantine/core';
import { Link } from 'react-router';
import { SAMPLE_TASK } from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import { useNamedTask } from '../tasks/useTasks.ts';

/** The name and number of a task, as a link; a badge for tests of configurations. */
export function TaskName({ taskId }: { taskId: number }) {
  const named = useNamedTask(taskId);
  if (taskId === SAMPLE_TASK) {
    return <Badge color="grape">Test</Badge>;
  }
  if (named === null) {
    // It was deleted, or its reports arrived before it was defined.
    return <>Task {taskId} (not defined)</>;
  }
  return (
    <Anchor component={Link} to={`/tasks/${taskId}`}>
      {visibleName(named?.taskName ?? 'Task')} ({taskId})
    </Anchor>
  );
}
