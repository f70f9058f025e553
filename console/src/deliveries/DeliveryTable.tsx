import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Delivery } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { size } from '../format/amount.ts';
import { Countdown } from '../format/Countdown.tsx';
import { sentence } from '../format/sentence.ts';
import { Ago } from '../format/Time.tsx';
import { visibleName } from '../format/visibleText.ts';
import { RowTable, type Column } from '../layout/RowTable.tsx';
import { StatusBadge } from './StatusBadge.tsx';
import { TaskName } from './TaskName.tsx';

/** Lists deliveries with their status. */
export function DeliveryTable({ deliveries }: { deliveries: Delivery[] }) {
  return (
    <RowTable label="Deliveries" columns={COLUMNS} rows={deliveries} rowKey={({ id }) => id} />
  );
}

const COLUMNS: Column<Delivery>[] = [
  {
    header: 'Report',
    names: true,
    cell: ({ id, fileName, fileSizeInBytes }) => (
      <>
        <Anchor component={Link} to={`/deliveries/${id}`} fw={600}>
          {visibleName(fileName)}
        </Anchor>
        <Text size="sm" c="dimmed">
          {size(fileSizeInBytes)}
        </Text>
      </>
    ),
  },
  { header: 'CDR task', cell: ({ taskId }) => <TaskName taskId={taskId} /> },
  {
    header: 'Configuration',
    cell: ({ configurationId }) =>
      configurationId === null ? 'None' : <ConfigurationName id={configurationId} />,
  },
  { header: 'Status', cell: (delivery) => <StatusCell delivery={delivery} /> },
  {
    header: 'Link',
    cell: ({ linkFollowedAt }) =>
      linkFollowedAt === null ? (
        <Text c="dimmed" size="sm">
          Not followed yet
        </Text>
      ) : (
        <>
          Followed
          <Text size="sm" c="dimmed">
            <Ago at={linkFollowedAt} />
          </Text>
        </>
      ),
  },
  { header: 'Created', cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

function StatusCell({ delivery }: { delivery: Delivery }) {
  const { status, attempt, reason, nextAttemptAt } = delivery;
  return (
    <>
      <StatusBadge status={status} />
      {status === 'PENDING' && attempt > 0 && nextAttemptAt !== null && (
        <Text size="sm" c="dimmed">
          Attempt {attempt + 1} <Countdown to={nextAttemptAt} />
        </Text>
      )}
      {reason !== '' && (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {sentence(reason)}
        </Text>
      )}
    </>
  );
}
