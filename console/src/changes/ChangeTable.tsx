import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Change } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { TaskName } from '../deliveries/TaskName.tsx';
import { At } from '../format/Time.tsx';
import { visibleName } from '../format/visibleText.ts';
import { RowTable, type Column } from '../layout/RowTable.tsx';
import { addressOf, changedFields, operationWords, resultWords } from './words.ts';

/** Lists changes with what they were about, before and after. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  return <RowTable label="Changes" columns={COLUMNS} rows={changes} rowKey={({ id }) => id} />;
}

const COLUMNS: Column<Change>[] = [
  {
    header: 'What',
    names: true,
    cell: (change) => (
      <>
        {operationWords(change.operation)}
        <Text size="sm" c="dimmed">
          {resultWords(change)}
        </Text>
      </>
    ),
  },
  { header: 'About', cell: ({ about }) => (about === null ? '' : <Thing about={about} />) },
  { header: 'Changed', wide: true, cell: (change) => <Fields change={change} /> },
  {
    header: 'Who',
    cell: ({ subject, clientId, address, forwardedFor }) => (
      <>
        {visibleName(subject === '' ? 'Unknown' : subject)}
        <Text size="sm" c="dimmed">
          {clientId !== '' && <>{visibleName(clientId)}, </>}
          <span title={forwardedFor === '' ? undefined : `Forwarded for ${forwardedFor}`}>
            {addressOf(address, forwardedFor)}
          </span>
        </Text>
      </>
    ),
  },
  { header: 'When', cell: ({ at }) => <At at={at} /> },
];

function Thing({ about: { kind, id } }: { about: NonNullable<Change['about']> }) {
  if (kind === 'configuration') {
    return <ConfigurationName id={id} />;
  }
  if (kind === 'task') {
    return <TaskName taskId={Number(id)} />;
  }
  return (
    <Anchor component={Link} to={`/deliveries/${id}`}>
      Delivery
    </Anchor>
  );
}

function Fields({ change }: { change: Change }) {
  return changedFields(change).map(({ name, before, after }) => (
    <Text key={name} size="sm" component="div">
      {name}: {before !== null && <del>{visibleName(before)}</del>}
      {before !== null && after !== null && ' → '}
      {after !== null && visibleName(after)}
    </Text>
  ));
}
