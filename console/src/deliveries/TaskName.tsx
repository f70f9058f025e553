import { Anchor, Badge } from '@mantine/core';
import { Link } from 'react-router';
import { SAMPLE_TASK } from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import { OneLine } from '../layout/OneLine.tsx';
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
  const name = visibleName(named?.taskName ?? 'Task');
  return (
    <Anchor component={Link} to={`/tasks/${taskId}`} aria-label={`${name} (${taskId})`}>
      <OneLine text={name} end={` (${taskId})`} />
    </Anchor>
  );
}
