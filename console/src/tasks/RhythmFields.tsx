import { Alert, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { CdrTask, RhythmProposal } from '../api/shapes.ts';
import { isoDuration } from '../format/amount.ts';
import { At } from '../format/Time.tsx';
import type { TaskValues } from './TaskForm.tsx';
import { useTaskRhythm } from './useTasks.ts';

/** The fields for the expected interval of reports. A stored task also has a proposal from its last uploads. */
export function RhythmFields({
  form,
  stored,
}: {
  form: UseFormReturnType<TaskValues>;
  stored: CdrTask | null;
}) {
  return (
    <Paper p="lg">
      <Stack gap="md">
        <Group align="flex-start">
          <TextInput
            label="A report is expected every"
            description="For example PT15M, PT1H or P1D; leave empty if none is expected"
            spellCheck={false}
            maw={320}
            key={form.key('expectedEvery')}
            {...form.getInputProps('expectedEvery')}
          />
          <TextInput
            label="Minutes until it is overdue"
            description="Leave empty for a tenth of the interval"
            inputMode="numeric"
            maw={320}
            key={form.key('graceMinutes')}
            {...form.getInputProps('graceMinutes')}
          />
        </Group>
        {stored !== null && <Seen form={form} taskId={stored.taskId} />}
      </Stack>
    </Paper>
  );
}

/** The last upload, an overdue report and the proposal. */
function Seen({ form, taskId }: { form: UseFormReturnType<TaskValues>; taskId: number }) {
  const { data } = useTaskRhythm(taskId);
  if (data === undefined) {
    return null;
  }
  const { overdueSince, lastReportAt, proposal } = data;
  const use = ({ expectedEvery, graceMinutes }: RhythmProposal) => {
    form.setFieldValue('expectedEvery', expectedEvery);
    form.setFieldValue('graceMinutes', String(graceMinutes));
  };
  return (
    <>
      {overdueSince !== null && (
        <Alert color="red" title="A report is overdue">
          It was expected at <At at={overdueSince} />. Check that the export is running.
        </Alert>
      )}
      {lastReportAt !== null && (
        <Text size="sm" c="dimmed">
          The last report was uploaded at <At at={lastReportAt} />.
        </Text>
      )}
      {proposal !== null && (
        <Group>
          <Button variant="light" onClick={() => use(proposal)}>
            Use {isoDuration(proposal.expectedEvery)} and {proposal.graceMinutes} minutes
          </Button>
          <Text size="sm" c="dimmed">
            The last {proposal.uploads} reports: median gap {isoDuration(proposal.medianGap)},
            longest {isoDuration(proposal.longestGap)}.
          </Text>
        </Group>
      )}
    </>
  );
}
