import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { Empty } from '../layout/Empty.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { useNamedTask } from '../tasks/useTasks.ts';
import type { DeliveryFilter } from './filter.ts';

/** Explains why the list is empty and what to do. */
export function NoDeliveries({ filter }: { filter: DeliveryFilter }) {
  const task = useNamedTask(filter.taskId ?? null);
  if (task?.webhookConfigurationId === null) {
    return (
      <Empty title="The Webhook option of this task is off">
        Reports that are exported while it is off are not sent to a receiver.{' '}
        <Anchor underline="always" component={Link} to={`/tasks/${task.taskId}`}>
          Turn on the Webhook option
        </Anchor>
      </Empty>
    );
  }
  if (Object.keys(filter).length > 0) {
    const inTime = filter.from !== undefined || filter.to !== undefined;
    return (
      <Empty title="No deliveries match these filters">
        {inTime ? 'Widen the time range, or clear a filter.' : 'Clear a filter to see more.'}
      </Empty>
    );
  }
  return (
    <Empty title="No deliveries yet" actions={<ExportSample variant="filled" />}>
      A delivery appears here when the CDR Manager exports a report of a{' '}
      <Anchor underline="always" component={Link} to="/tasks">
        CDR task
      </Anchor>{' '}
      whose Webhook option is on.
    </Empty>
  );
}
