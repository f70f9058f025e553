import { Anchor, Badge } from '@mantine/core';
import { Link } from 'react-router';
import { SAMPLE_TASK } from '../api/shapes.ts';
import { useTasks } from '../tasks/useTasks.ts';

/** A task by its name and number; the tests of configurations have none. */
export function TaskName({ taskId }: { taskId: number }) {
  const tasks = useTasks();
  if (taskId === SAMPLE_TASK) {
    return <Badge color="grape">Test</Badge>;
  }
  const known = tasks.data?.find((task) => task.taskId === taskId);
  return known === undefined ? (
    <>Task {taskId}</>
  ) : (
    <Anchor component={Link} to={`/tasks/${taskId}`}>
      {known.taskName} ({taskId})
    </Anchor>
  );
}
