import { Anchor, Badge, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CdrTask } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { visibleName } from '../format/visibleText.ts';
import { RowTable, type Column } from '../layout/RowTable.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { DeleteTask } from './DeleteTask.tsx';

/** Lists the tasks with their actions. */
export function TaskTable({ tasks }: { tasks: CdrTask[] }) {
  const [deleting, setDeleting] = useState<CdrTask | null>(null);
  return (
    <>
      <RowTable
        label="CDR tasks"
        columns={columns(setDeleting)}
        rows={tasks}
        rowKey={(task) => task.taskId}
      />
      <DeleteTask task={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}

function columns(onDelete: (task: CdrTask) => void): Column<CdrTask>[] {
  return [
    {
      header: 'Task name',
      names: true,
      cell: (task) => (
        <Anchor component={Link} to={`/tasks/${task.taskId}`} fw={600}>
          {visibleName(task.taskName)}
        </Anchor>
      ),
    },
    { header: 'Task ID', cell: (task) => task.taskId },
    {
      header: 'Webhook',
      cell: (task) =>
        task.webhookConfigurationId === null ? (
          <Badge color="gray">Off</Badge>
        ) : (
          <ConfigurationName id={task.webhookConfigurationId} />
        ),
    },
    {
      header: 'Actions',
      wide: true,
      cell: (task) => (
        <Group gap="xs">
          <Button
            component={Link}
            to={`/deliveries?task=${task.taskId}`}
            variant="default"
            size="compact-sm"
            aria-label={`Deliveries of ${visibleName(task.taskName)}`}
          >
            Deliveries
          </Button>
          <ExportSample task={task} size="compact-sm" />
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={`Delete ${visibleName(task.taskName)}`}
            onClick={() => onDelete(task)}
          >
            Delete
          </Button>
        </Group>
      ),
    },
  ];
}
