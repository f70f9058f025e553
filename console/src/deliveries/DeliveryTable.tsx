import { Text } from '@mantine/core';
import type { Delivery } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { size } from '../format/amount.ts';
import { ShortTime } from '../format/Time.tsx';
import { RowTable, type Column, type Selection } from '../layout/RowTable.tsx';
import { FileName } from './FileName.tsx';
import { StatusCell } from './StatusCell.tsx';
import { TaskName } from './TaskName.tsx';

interface Props {
  deliveries: Delivery[];
  selection: Selection<Delivery>;
  /** True for exact times, false for times relative to now. */
  exact: boolean;
}

/** Lists deliveries with their status, one line each. */
export function DeliveryTable({ deliveries, selection, exact }: Props) {
  return (
    <RowTable
      label="Deliveries"
      columns={exact ? EXACT : RELATIVE}
      rows={deliveries}
      rowKey={({ id }) => id}
      oneLine
      selection={selection}
    />
  );
}

// The status has the rest of the width.
const columns = (exact: boolean): Column<Delivery>[] => [
  {
    header: 'Report',
    names: true,
    width: exact ? 'clamp(16rem, 20vw, 30rem)' : 'clamp(17rem, 20vw, 30rem)',
    cell: (delivery) => <FileName delivery={delivery} />,
  },
  {
    header: 'CDR task',
    width: exact ? 'clamp(8rem, 10vw, 18rem)' : 'clamp(8.5rem, 12vw, 18rem)',
    cell: ({ taskId }) => <TaskName taskId={taskId} />,
  },
  {
    header: 'Configuration',
    width: 'clamp(7rem, 9.5vw, 14rem)',
    cell: ({ configurationId }) =>
      configurationId === null ? 'None' : <ConfigurationName id={configurationId} />,
  },
  { header: 'Status', cell: (delivery) => <StatusCell delivery={delivery} /> },
  {
    header: 'Size',
    width: '6.75rem',
    extra: true,
    cell: ({ fileSizeInBytes }) => size(fileSizeInBytes),
  },
  {
    header: 'Followed',
    width: exact ? '8rem' : '6.25rem',
    cell: ({ linkFollowedAt }) =>
      linkFollowedAt === null ? (
        <Text span size="sm" c="dimmed">
          Not yet
        </Text>
      ) : (
        <ShortTime at={linkFollowedAt} exact={exact} />
      ),
  },
  {
    header: 'Created',
    width: exact ? '8rem' : '6.5rem',
    cell: ({ createdAt }) => <ShortTime at={createdAt} exact={exact} />,
  },
];

const RELATIVE = columns(false);

const EXACT = columns(true);
