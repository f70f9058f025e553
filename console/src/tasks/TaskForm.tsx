import { Button, Group, Paper, Stack, TextInput } from '@mantine/core';
import { Problem, problemOf } from '../api/problem.ts';
import type { CdrTask } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { Refusal } from '../forms/Refusal.tsx';
import { useDraftForm } from '../forms/useDraftForm.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { faultOf } from './faultOf.ts';
import { RhythmFields } from './RhythmFields.tsx';
import { useSaveTask } from './useTasks.ts';
import { WebhookOption } from './WebhookOption.tsx';

/** The values of the fields, as text. */
export interface TaskValues {
  taskId: string;
  taskName: string;
  webhook: boolean;
  webhookConfigurationId: string | null;
  numbersReports: boolean;
  /** A duration of ISO 8601; empty for none. */
  expectedEvery: string;
  graceMinutes: string;
}

interface Props {
  /** The name of the draft. */
  draft: string;
  fresh: TaskValues;
  /** The task as it is stored; null for a new one. */
  stored: CdrTask | null;
  /** Its ETag; null for a new one. */
  etag: string | null;
  onSaved: (taskName: string) => void;
  onCancel: () => void;
}

/** Creates or edits a CDR task. */
export function TaskForm({ draft, fresh, stored, etag, onSaved, onCancel }: Props) {
  const draftForm = useDraftForm(draft, fresh, etag ?? '');
  const { form, etag: begunWith, showErrors, done } = draftForm;
  const saving = useSaveTask();
  const isNew = etag === null;
  const save = (values: TaskValues) => {
    const fault = faultOf(values);
    if (fault !== null) {
      showErrors(fault);
      return;
    }
    saving.mutate(
      {
        taskId: Number(values.taskId),
        taskName: values.taskName,
        webhookConfigurationId: values.webhook ? values.webhookConfigurationId : null,
        numbersReports: values.numbersReports,
        expectedEvery: values.expectedEvery.trim() || null,
        graceMinutes: values.graceMinutes.trim() === '' ? null : Number(values.graceMinutes),
        etag: isNew ? null : begunWith(),
      },
      {
        onSuccess: (task) => {
          done();
          onSaved(task.taskName);
        },
        onError: (error) => showErrors(explained(problemOf(error), isNew, values.taskId)),
      },
    );
  };
  const cancel = () => {
    done();
    onCancel();
  };
  return (
    <form onSubmit={form.onSubmit(save)} noValidate aria-label="CDR task">
      <Stack gap="lg">
        <Paper p="lg">
          <Stack gap="md">
            <TextInput
              label="Task ID"
              description="The number of the task in the CDR Manager"
              required
              inputMode="numeric"
              maw={320}
              disabled={!isNew}
              key={form.key('taskId')}
              {...form.getInputProps('taskId')}
            />
            <TextInput
              label="Task name"
              required
              maw={520}
              key={form.key('taskName')}
              {...form.getInputProps('taskName')}
            />
          </Stack>
        </Paper>
        <WebhookOption form={form} stored={stored} />
        <RhythmFields form={form} stored={stored} />
        <Refusal
          error={saving.error && explained(problemOf(saving.error), isNew, form.getValues().taskId)}
          title="The task was not saved"
          draft={draftForm}
          fresh={fresh}
          etag={etag ?? ''}
          shown={{ webhookConfigurationId: configurationName }}
          onChosen={saving.reset}
        />
        <Group>
          <ChangeButton type="submit" loading={saving.isPending}>
            Save
          </ChangeButton>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function configurationName(id: unknown) {
  return typeof id === 'string' ? <ConfigurationName id={id} /> : 'None';
}

/** Explains the 412 to a new task: the API names no field. */
function explained(problem: Problem, isNew: boolean, taskId: string): Problem {
  return isNew && problem.status === 412
    ? new Problem(412, `CDR task ${taskId} already exists.`, [
        { field: 'taskId', detail: 'is the number of another task' },
      ])
    : problem;
}
