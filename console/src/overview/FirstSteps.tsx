import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useConfigurations } from '../configurations/useConfigurations.ts';
import { Empty } from '../layout/Empty.tsx';
import { Loading } from '../layout/Loading.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { useTasks } from '../tasks/useTasks.ts';

/** What to do next, while nothing has been delivered. */
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
        Define a CDR task, turn its Webhook option on, and add a webhook configuration with the
        receiver&apos;s URL and a Signature.
      </Empty>
    );
  }
  return (
    <Empty title="Nothing was delivered in this period" actions={<ExportSample variant="filled" />}>
      Everything is set up. Charts appear with the next report that is exported; a longer period may
      show earlier ones.
    </Empty>
  );
}
