import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { ListedConfiguration } from '../api/shapes.ts';
import { sentence } from '../format/sentence.ts';
import { Ago } from '../format/Time.tsx';
import { visibleName } from '../format/visibleText.ts';
import { RowTable, type Column } from '../layout/RowTable.tsx';
import { ConfigurationState } from './ConfigurationState.tsx';
import { SuccessRate } from './SuccessRate.tsx';

/** Lists configurations with their state and health. */
export function ConfigurationTable({ configurations }: { configurations: ListedConfiguration[] }) {
  return (
    <RowTable
      label="Webhook configurations"
      columns={COLUMNS}
      rows={configurations}
      rowKey={({ id }) => id}
    />
  );
}

const COLUMNS: Column<ListedConfiguration>[] = [
  {
    header: 'Configuration Name',
    names: true,
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/configurations/${id}`} fw={600}>
        {visibleName(name)}
      </Anchor>
    ),
  },
  { header: 'Full URL', cell: ({ url }) => <Text size="sm">{visibleName(url)}</Text> },
  {
    header: 'State',
    wide: true,
    cell: (configuration) => <ConfigurationState configuration={configuration} />,
  },
  { header: 'Success rate', cell: ({ health }) => <SuccessRate health={health} /> },
  {
    header: 'Last failure',
    cell: ({ health }) =>
      health.lastFailureAt === null ? (
        <Text size="sm" c="dimmed">
          None
        </Text>
      ) : (
        <>
          <Ago at={health.lastFailureAt} />
          <Text size="sm" c="dimmed" lineClamp={2}>
            {sentence(health.lastFailureReason ?? '')}
          </Text>
        </>
      ),
  },
];
