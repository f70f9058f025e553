import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { Empty } from '../layout/Empty.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';

/** An empty list: because of the filters, or because nothing was exported yet. */
export function NoDeliveries({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty title="Nothing fits these filters">Widen the time, or clear a filter.</Empty>
  ) : (
    <Empty title="No deliveries yet" actions={<ExportSample variant="filled" />}>
      They show up as soon as the CDR Manager exports a report of a{' '}
      <Anchor underline="always" component={Link} to="/tasks">
        CDR task
      </Anchor>{' '}
      whose Webhook option is on.
    </Empty>
  );
}
