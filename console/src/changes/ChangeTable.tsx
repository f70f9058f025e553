import { Anchor, Text } from '@mantine/core';
import { Info } from 'lucide-react';
import { Link } from 'react-router';
import type { Change } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { TaskName } from '../deliveries/TaskName.tsx';
import { At } from '../format/Time.tsx';
import { visibleName } from '../format/visibleText.ts';
import { OnDemand } from '../layout/OnDemand.tsx';
import { RowTable, type Column } from '../layout/RowTable.tsx';
import classes from './ChangeTable.module.css';
import {
  addressOf,
  changedFields,
  operationWords,
  resultWords,
  type ChangedField,
} from './words.ts';

const SHOWN_AT_ONCE = 2;

/** Lists changes with what they were about, before and after, one line each. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  return (
    <RowTable label="Changes" columns={COLUMNS} rows={changes} rowKey={({ id }) => id} oneLine />
  );
}

// What changed has the rest of the width.
const COLUMNS: Column<Change>[] = [
  {
    header: 'What',
    names: true,
    width: 'clamp(15rem, 20vw, 22rem)',
    cell: (change) => (
      <div className={classes.what}>
        {operationWords(change.operation)}{' '}
        <Text span size="sm" c="dimmed">
          {resultWords(change)}
        </Text>
      </div>
    ),
  },
  {
    header: 'About',
    width: 'clamp(7rem, 11vw, 14rem)',
    cell: ({ about }) => (about === null ? '' : <Thing about={about} />),
  },
  { header: 'Changed', cell: (change) => <Changed change={change} /> },
  {
    header: 'Who',
    width: 'clamp(11rem, 15vw, 20rem)',
    cell: ({ subject, clientId, address, forwardedFor }) => (
      <>
        {visibleName(subject === '' ? 'Unknown' : subject)}{' '}
        <Text span size="sm" c="dimmed">
          {clientId !== '' && <>{visibleName(clientId)}, </>}
          <span title={forwardedFor === '' ? undefined : `Forwarded for ${forwardedFor}`}>
            {addressOf(address, forwardedFor)}
          </span>
        </Text>
      </>
    ),
  },
  { header: 'When', width: '14rem', wide: true, cell: ({ at }) => <At at={at} /> },
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

/** A few fields are shown at once; of more, the names, and all of them on demand. */
function Changed({ change }: { change: Change }) {
  const fields = changedFields(change);
  if (fields.length <= SHOWN_AT_ONCE) {
    return fields.map((field) => (
      <Text key={field.name} span size="sm" mr="sm">
        <Field field={field} />
      </Text>
    ));
  }
  return (
    <div className={classes.changed}>
      <OnDemand
        label={`What ${operationWords(change.operation)} changed`}
        icon={<Info size={16} aria-hidden />}
      >
        {fields.map((field) => (
          <Text key={field.name} size="sm" component="div">
            <Field field={field} />
          </Text>
        ))}
      </OnDemand>
      <Text span size="sm" c="dimmed" className={classes.names}>
        {fields.map(({ name }) => name).join(', ')}
      </Text>
    </div>
  );
}

function Field({ field: { name, before, after } }: { field: ChangedField }) {
  return (
    <>
      {name}: {before !== null && <del>{visibleName(before)}</del>}
      {before !== null && after !== null && ' → '}
      {after !== null && visibleName(after)}
    </>
  );
}
