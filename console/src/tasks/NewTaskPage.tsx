import { useNavigate, useSearchParams } from 'react-router';
import { taskIdOf } from '../api/shapes.ts';
import { showNews } from '../layout/news.ts';
import { Page } from '../layout/Page.tsx';
import { TaskForm, type TaskValues } from './TaskForm.tsx';

const EMPTY: TaskValues = {
  taskId: '',
  taskName: '',
  webhook: false,
  webhookConfigurationId: null,
  numbersReports: false,
  expectedEvery: '',
  graceMinutes: '',
};

/** Creates a task. The address may name its number, as in `/tasks/new?task=999`. */
export function NewTaskPage() {
  const [query] = useSearchParams();
  const taskId = taskIdOf(query.get('task') ?? '');
  const draft = taskId === null ? 'task/new' : `task/new/${taskId}`;
  const navigate = useNavigate();
  const saved = (taskName: string) => {
    showNews(`Saved CDR task ${taskName}.`);
    void navigate('/tasks');
  };
  return (
    <Page title="New CDR task">
      <TaskForm
        key={draft}
        draft={draft}
        fresh={taskId === null ? EMPTY : { ...EMPTY, taskId: String(taskId) }}
        stored={null}
        etag={null}
        onSaved={saved}
        onCancel={() => void navigate('/tasks')}
      />
    </Page>
  );
}
