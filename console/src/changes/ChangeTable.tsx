import { Anchor, Stack, Text } from '@mantine/core';
import { Info } from 'lucide-react';
import { Link } from 'react-router';
import type { Change } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { TaskName } from '../deliveries/TaskName.tsx';
import { At, ShortTime } from '../format/Time.tsx';
import { Facts } from '../layout/Facts.tsx';
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

/** Lists changes, one line each. The details show every field in full, before and after. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  return (
    <RowTable label="Changes" columns={COLUMNS} rows={changes} rowKey={({ id }) => id} oneLine />
  );
}

// The last column gets the rest of the width.
const COLUMNS: Column<Change>[] = [
  {
    header: 'What',
    names: true,
    width: 'clamp(18.5rem, 22vw, 26rem)',
    cell: (change) => (
      <div className={classes.what}>
        <OnDemand
          label={`Details of ${operationWords(change.operation)}`}
          icon={<Info size={16} aria-hidden />}
        >
          <ChangeDetails change={change} />
        </OnDemand>
        <div className={classes.line}>
          {operationWords(change.operation)}{' '}
          <Text span size="sm" c="dimmed">
            {resultWords(change)}
          </Text>
        </div>
      </div>
    ),
  },
  {
    header: 'About',
    width: 'clamp(9.5rem, 13vw, 18rem)',
    cell: ({ about }) => (about === null ? '' : <Thing about={about} />),
  },
  { header: 'Changed', wide: true, cell: (change) => <Changed change={change} /> },
  {
    header: 'Who',
    width: 'clamp(8rem, 12vw, 20rem)',
    cell: ({ subject, clientId, address, forwardedFor }) => (
      <>
        {visibleName(subject === '' ? 'Unknown' : subject)}{' '}
        <Text span size="sm" c="dimmed">
          {clientId !== '' && <>{visibleName(clientId)}, </>}
          {addressOf(address, forwardedFor)}
        </Text>
      </>
    ),
  },
  { header: 'When', width: '8.5rem', wide: true, cell: ({ at }) => <ShortTime at={at} exact /> },
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

/** Shows a single field with its values, or the names of several fields. */
function Changed({ change }: { change: Change }) {
  const fields = changedFields(change);
  const [only, ...others] = fields;
  if (only === undefined) {
    return '';
  }
  return (
    <span className={classes.changed}>
      {others.length === 0 ? <Field field={only} /> : fields.map(({ name }) => name).join(', ')}
    </span>
  );
}

/** Shows the whole record of a change: every field, and who requested it. */
export function ChangeDetails({ change }: { change: Change }) {
  const { at, about, issuer, subject, clientId, address, forwardedFor, requestId } = change;
  return (
    <Stack gap="sm" style={{ overflowWrap: 'anywhere' }}>
      {changedFields(change).map((field) => (
        <Text key={field.name} size="sm" component="div">
          <Field field={field} />
        </Text>
      ))}
      <Facts
        facts={[
          ['Result', resultWords(change)],
          ['When', <At key="when" at={at} />],
          ['About', about === null ? '' : <Thing key="about" about={about} />],
          ['Who', visibleName(subject)],
          ['Client', visibleName(clientId)],
          ['Issuer', visibleName(issuer)],
          ['Address', address],
          ['Forwarded for (unverified)', forwardedFor],
          ['Request', visibleName(requestId)],
        ]}
      />
    </Stack>
  );
}

function Field({ field: { name, before, after } }: { field: ChangedField }) {
  return (
    <>
      {name}:{' '}
      {before !== null && (
        <del>
          <Value text={before} />
        </del>
      )}
      {before !== null && after !== null && ' → '}
      {after !== null && <Value text={after} />}
    </>
  );
}

/** A configuration by its name. */
function Value({ text }: { text: string }) {
  return /^cfg_[0-9a-f]{32}$/.test(text) ? <ConfigurationName id={text} /> : visibleName(text);
}
