import { useNavigate } from 'react-router';
import { tell } from '../layout/news.ts';
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

/** Creates a task. */
export function NewTaskPage() {
  const navigate = useNavigate();
  const saved = (taskName: string) => {
    tell(`Saved CDR task ${taskName}.`);
    void navigate('/tasks');
  };
  return (
    <Page title="New CDR task">
      <TaskForm
        draft="task/new"
        fresh={EMPTY}
        stored={null}
        etag={null}
        onSaved={saved}
        onCancel={() => void navigate('/tasks')}
      />
    </Page>
  );
}
