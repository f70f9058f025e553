import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { CdrTask } from '../api/shapes.ts';
import type { Page } from '../api/paging.ts';
import { Empty } from '../layout/Empty.tsx';
import { Fetched } from '../layout/Fetched.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { useFirstTasks } from '../tasks/useTasks.ts';

/** Says what to do next while there are no deliveries. */
export function FirstSteps() {
  const query = useFirstTasks();
  return <Fetched query={query}>{(tasks) => <NextStep tasks={tasks} />}</Fetched>;
}

function NextStep({ tasks: { items, nextCursor } }: { tasks: Page<CdrTask> }) {
  // With more than one page of tasks, some are set up already.
  const wired =
    nextCursor !== null ||
    items.some(({ webhookConfigurationId }) => webhookConfigurationId !== null);
  if (!wired) {
    return (
      <Empty
        title="Set up your first webhook"
        actions={
          <Button component={Link} to={items.length === 0 ? '/tasks/new' : '/tasks'}>
            {items.length === 0 ? 'New CDR task' : 'Go to CDR tasks'}
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
