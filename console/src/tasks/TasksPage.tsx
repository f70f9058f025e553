import { Plus } from 'lucide-react';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { Empty } from '../layout/Empty.tsx';
import { Listed } from '../layout/Listed.tsx';
import { Page } from '../layout/Page.tsx';
import { TaskTable } from './TaskTable.tsx';
import { useTaskList } from './useTasks.ts';

/** Lists the CDR tasks and their configurations. */
export function TasksPage() {
  const list = useTaskList();
  const create = (
    <ChangeButton to="/tasks/new" leftSection={<Plus size={16} aria-hidden />}>
      New CDR task
    </ChangeButton>
  );
  return (
    <Page
      title="CDR tasks"
      subtitle="Each task of the CDR Manager, with the webhook configuration that gets its reports."
      actions={create}
    >
      <Listed
        list={list}
        empty={
          <Empty title="No CDR tasks yet">
            Create a task with its number from the CDR Manager, turn its Webhook option on, and
            choose the webhook configuration that gets its reports.
          </Empty>
        }
      >
        {(tasks) => <TaskTable tasks={tasks} />}
      </Listed>
    </Page>
  );
}
