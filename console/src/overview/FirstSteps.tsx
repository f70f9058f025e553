import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useConfigurations } from '../configurations/useConfigurations.ts';
import { Empty } from '../layout/Empty.tsx';
import { Loading } from '../layout/Loading.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { useTasks } from '../tasks/useTasks.ts';

/** Says what to do next while there are no deliveries. */
export function FirstSteps() {
  const tasks = useTasks();
  const configurations = useConfigurations();
  if (tasks.isPending || configurations.isPending) {
    return <Loading />;
  }
  const wired =
    tasks.data?.some(({ webhookConfigurationId }) => webhookConfigurationId !== null) ?? false;
  if (!wired) {
    return (
      <Empty
        title="Set up your first webhook"
        actions={
          <Button component={Link} to={tasks.data?.length === 0 ? '/tasks/new' : '/tasks'}>
            {tasks.data?.length === 0 ? 'New CDR task' : 'Go to CDR tasks'}
          </Button>
        }
      >
        Create a CDR task, turn its Webhook option on, and add a webhook configuration with the
        receiver&apos;s URL and a Signature.
      </Empty>
    );
  }
  return (
    <Empty title="Nothing was delivered in this period" actions={<ExportSample variant="filled" />}>
      The set-up is complete. The charts appear when the CDR Manager exports the next report. To see
      earlier reports, choose a longer period.
    </Empty>
  );
}
