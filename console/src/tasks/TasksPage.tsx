import { Group, Select } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { changedQuery } from '../layout/changedQuery.ts';
import { Empty } from '../layout/Empty.tsx';
import { Listed } from '../layout/Listed.tsx';
import { Page } from '../layout/Page.tsx';
import { SearchField } from '../layout/SearchField.tsx';
import { TaskTable } from './TaskTable.tsx';
import { useTaskList, type TaskListFilter } from './useTasks.ts';

const ORDERS = [
  { value: 'number', label: 'Number' },
  { value: 'name', label: 'Name' },
];

/** Lists the CDR tasks and their configurations. */
export function TasksPage() {
  const [query, setQuery] = useSearchParams();
  const change = (values: Record<string, string>) =>
    setQuery((now) => changedQuery(now, values), { replace: true });
  const filter: TaskListFilter = {
    q: query.get('q') ?? '',
    sort: query.get('sort') === 'name' ? 'name' : 'number',
  };
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
      <Group component="section" gap="sm" align="flex-end" aria-label="Filters">
        <SearchField
          label="Find by number or name"
          text={filter.q}
          onChange={(text) => change({ q: text })}
        />
        <Select
          label="Sorted by"
          allowDeselect={false}
          value={filter.sort}
          data={ORDERS}
          onChange={(sort) => change({ sort: sort === 'name' ? sort : '' })}
        />
      </Group>
      <TaskList key={`${filter.sort} ${filter.q}`} filter={filter} />
    </Page>
  );
}

function TaskList({ filter }: { filter: TaskListFilter }) {
  const list = useTaskList(filter);
  const empty =
    filter.q !== '' ? (
      <Empty title="No CDR task matches">
        Type the start of the number, or any part of the name.
      </Empty>
    ) : (
      <Empty title="No CDR tasks yet">
        Create a task with its number from the CDR Manager, turn its Webhook option on, and choose
        the webhook configuration that gets its reports.
      </Empty>
    );
  return (
    <Listed list={list} empty={empty}>
      {(tasks) => <TaskTable tasks={tasks} />}
    </Listed>
  );
}
