import { Anchor, Badge, Button, Group } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CdrTask } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { visibleName } from '../format/visibleText.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { OnDemand } from '../layout/OnDemand.tsx';
import { RowTable, type Column } from '../layout/RowTable.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { DeleteTask } from './DeleteTask.tsx';

/** Lists the tasks with their actions, one line each. */
export function TaskTable({ tasks }: { tasks: CdrTask[] }) {
  const [deleting, setDeleting] = useState<CdrTask | null>(null);
  return (
    <>
      <RowTable
        label="CDR tasks"
        columns={columns(setDeleting)}
        rows={tasks}
        rowKey={(task) => task.taskId}
        oneLine
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
      cell: ({ taskId, taskName }) => (
        <Anchor component={Link} to={`/tasks/${taskId}`} fw={600} title={visibleName(taskName)}>
          {visibleName(taskName)}
        </Anchor>
      ),
    },
    { header: 'Task ID', width: 'clamp(5rem, 8vw, 11rem)', cell: (task) => task.taskId },
    {
      header: 'Webhook',
      width: 'clamp(9rem, 16vw, 22rem)',
      cell: (task) =>
        task.webhookConfigurationId === null ? (
          <Badge color="gray">Off</Badge>
        ) : (
          <ConfigurationName id={task.webhookConfigurationId} />
        ),
    },
    {
      header: 'Actions',
      width: '21.5rem',
      wide: true,
      cell: (task) => <Actions task={task} onDelete={onDelete} />,
    },
  ];
}

interface ActionsProps {
  task: CdrTask;
  onDelete: (task: CdrTask) => void;
}

/** Frequent actions are buttons; rare ones are behind one more button. */
function Actions({ task, onDelete }: ActionsProps) {
  const name = visibleName(task.taskName);
  return (
    <Group gap={4} wrap="nowrap">
      <Button
        component={Link}
        to={`/deliveries?task=${task.taskId}`}
        variant="subtle"
        size="compact-sm"
        px={4}
        aria-label={`Deliveries of ${name}`}
      >
        Deliveries
      </Button>
      <ExportSample task={task} size="compact-sm" variant="subtle" px={4} />
      <OnDemand
        label={`More actions for ${name}`}
        icon={<Ellipsis size={16} aria-hidden />}
        actions
      >
        <ChangeButton
          variant="subtle"
          color="red"
          size="compact-sm"
          aria-label={`Delete ${name}`}
          onClick={() => onDelete(task)}
        >
          Delete
        </ChangeButton>
      </OnDemand>
    </Group>
  );
}
