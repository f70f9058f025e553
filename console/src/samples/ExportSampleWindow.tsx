import { Alert, Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Problem, problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import type { CdrTask } from '../api/shapes.ts';
import { ChoiceSelect } from '../forms/ChoiceSelect.tsx';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { showNews } from '../layout/news.ts';
import { useFirstTasks, useNamedTask, useTaskChoices } from '../tasks/useTasks.ts';
import { useExportSample } from './useExportSample.ts';

const MAX_LINES = 5_000_000;

interface Props {
  opened: boolean;
  task?: CdrTask | undefined;
  onClose: () => void;
}

/** Asks for the task and the number of lines. */
export function ExportSampleWindow({ opened, task, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Export a sample report"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ExportForm task={task} onClose={onClose} />
    </Modal>
  );
}

function ExportForm({ task, onClose }: Omit<Props, 'opened'>) {
  const tasks = useFirstTasks();
  const [chosen, setChosen] = useState<string | null>(
    task === undefined ? null : String(task.taskId),
  );
  const [lines, setLines] = useState('1000');
  const [fault, setFault] = useState<Problem | null>(null);
  const exporting = useExportSample();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const taskId = chosen ?? String(tasks.data?.items[0]?.taskId ?? '');
  const number = taskId === '' ? null : Number(taskId);
  const choices = useTaskChoices(number);
  const named = useNamedTask(number);
  const of = task ?? named ?? undefined;
  const off = of?.webhookConfigurationId === null;

  const run = (event: React.SyntheticEvent) => {
    event.preventDefault();
    const wrong = faultOf(taskId, lines);
    setFault(wrong);
    if (wrong !== null) {
      return;
    }
    exporting.mutate(
      { taskId: Number(taskId), lines: Number(lines) },
      {
        onSuccess: ({ objectKey }) => {
          showNews(
            off
              ? `Exported ${objectKey}. It is not sent to a receiver.`
              : `Exported ${objectKey}. Its delivery appears in a moment.`,
          );
          void queries.invalidateQueries({ queryKey: ['deliveries'] });
          onClose();
          void navigate(`/deliveries?task=${taskId}`);
        },
      },
    );
  };

  if (tasks.data?.items.length === 0) {
    return (
      <Text>
        There is no CDR task yet.{' '}
        <Anchor underline="always" component={Link} to="/tasks/new" onClick={onClose}>
          Create a task
        </Anchor>
      </Text>
    );
  }
  return (
    <form onSubmit={run} noValidate>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Uploads a zip of made-up calls to the bucket, as the CDR Manager would.
        </Text>
        {task === undefined && (
          <ChoiceSelect
            label="CDR task"
            choices={choices}
            value={taskId}
            onChange={setChosen}
            allowDeselect={false}
            error={message(fault, 'taskId')}
          />
        )}
        <TextInput
          label="Lines"
          inputMode="numeric"
          value={lines}
          onChange={(event) => setLines(event.currentTarget.value)}
          error={message(fault, 'lines')}
        />
        {of !== undefined && off && <OptionOff task={of} onLeave={onClose} />}
        {exporting.error !== null && <ProblemAlert problem={problemOf(exporting.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ChangeButton type="submit" loading={exporting.isPending}>
            Export
          </ChangeButton>
        </Group>
      </Stack>
    </form>
  );
}

/** Warns before the export that there will be no delivery. */
function OptionOff({ task, onLeave }: { task: CdrTask; onLeave: () => void }) {
  return (
    <Alert color="yellow" role="status" title="The Webhook option of this task is off">
      The system exports the report but creates no delivery.{' '}
      <Anchor
        component={Link}
        to={`/tasks/${task.taskId}`}
        inherit
        underline="always"
        c="inherit"
        onClick={onLeave}
      >
        Turn on the Webhook option
      </Anchor>
    </Alert>
  );
}

function faultOf(taskId: string, lines: string): Problem | null {
  const count = Number(lines);
  const fields = [
    ...(taskId === '' ? [{ field: 'taskId', detail: 'choose one' }] : []),
    ...(Number.isInteger(count) && count >= 1 && count <= MAX_LINES
      ? []
      : [{ field: 'lines', detail: 'must be a whole number from 1 to 5,000,000' }]),
  ];
  return fields.length === 0 ? null : new Problem(422, '', fields);
}

function message(fault: Problem | null, field: string): string | null {
  const error = fault?.fields.find((one) => one.field === field);
  return error === undefined ? null : Problem.sentence(error.detail);
}
