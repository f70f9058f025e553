import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { Empty } from '../layout/Empty.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { useNamedTask } from '../tasks/useTasks.ts';
import type { DeliveryFilter } from './filter.ts';

/** An empty list: because of the filters, or because nothing was exported yet. */
export function NoDeliveries({ filter }: { filter: DeliveryFilter }) {
  const task = useNamedTask(filter.taskId ?? null);
  if (task?.webhookConfigurationId === null) {
    return (
      <Empty title="The Webhook option of this task is off">
        Reports that are exported meanwhile are announced to nobody.{' '}
        <Anchor underline="always" component={Link} to={`/tasks/${task.taskId}`}>
          Turn it on
        </Anchor>
      </Empty>
    );
  }
  if (Object.keys(filter).length > 0) {
    const inTime = filter.from !== undefined || filter.to !== undefined;
    return (
      <Empty title="Nothing fits these filters">
        {inTime ? 'Widen the time, or clear a filter.' : 'Clear a filter to see more.'}
      </Empty>
    );
  }
  return (
    <Empty title="No deliveries yet" actions={<ExportSample variant="filled" />}>
      They show up as soon as the CDR Manager exports a report of a{' '}
      <Anchor underline="always" component={Link} to="/tasks">
        CDR task
      </Anchor>{' '}
      whose Webhook option is on.
    </Empty>
  );
}
