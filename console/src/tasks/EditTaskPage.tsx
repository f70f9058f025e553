import { Anchor } from '@mantine/core';
import { Link, useNavigate, useParams } from 'react-router';
import { taskIdOf } from '../api/shapes.ts';
import { Empty } from '../layout/Empty.tsx';
import { Fetched } from '../layout/Fetched.tsx';
import { showNews } from '../layout/news.ts';
import { NotFoundPage } from '../layout/NotFoundPage.tsx';
import { Page } from '../layout/Page.tsx';
import { TaskForm } from './TaskForm.tsx';
import { useTask } from './useTasks.ts';

/** Edits the task in the page's address. */
export function EditTaskPage() {
  const taskId = taskIdOf(useParams().taskId ?? '');
  return taskId === null ? <NotFoundPage /> : <EditTask key={taskId} taskId={taskId} />;
}

function EditTask({ taskId }: { taskId: number }) {
  const task = useTask(taskId);
  const navigate = useNavigate();
  const saved = (taskName: string) => {
    showNews(`Saved CDR task ${taskName}.`);
    void navigate('/tasks');
  };
  return (
    <Page title={task.data === undefined ? 'CDR task' : `CDR task ${task.data.value.taskName}`}>
      <Fetched query={task} missing={<NoSuchTask taskId={taskId} />}>
        {({ value, etag }) => (
          <TaskForm
            draft={`task/${taskId}`}
            fresh={{
              taskId: String(value.taskId),
              taskName: value.taskName,
              webhook: value.webhookConfigurationId !== null,
              webhookConfigurationId: value.webhookConfigurationId,
              numbersReports: value.numbersReports,
              expectedEvery: value.expectedEvery ?? '',
              graceMinutes: value.graceMinutes === null ? '' : String(value.graceMinutes),
            }}
            stored={value}
            etag={etag}
            onSaved={saved}
            onCancel={() => void navigate('/tasks')}
          />
        )}
      </Fetched>
    </Page>
  );
}

function NoSuchTask({ taskId }: { taskId: number }) {
  return (
    <Empty title={`CDR task ${taskId} is not defined`}>
      It was deleted, or never created.{' '}
      <Anchor underline="always" component={Link} to={`/tasks/new?task=${taskId}`}>
        Create the task
      </Anchor>
    </Empty>
  );
}
