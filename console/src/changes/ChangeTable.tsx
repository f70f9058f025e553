import { Anchor, Box, Group, Stack, Text } from '@mantine/core';
import { Info } from 'lucide-react';
import { Link } from 'react-router';
import type { Change } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { TaskName } from '../deliveries/TaskName.tsx';
import { At } from '../format/Time.tsx';
import { Facts } from '../layout/Facts.tsx';
import { visibleName } from '../format/visibleText.ts';
import { OnDemand } from '../layout/OnDemand.tsx';
import { RowTable, type Column } from '../layout/RowTable.tsx';
import {
  addressOf,
  changedFields,
  operationWords,
  resultWords,
  type ChangedField,
} from './words.ts';

const SHOWN_AT_ONCE = 2;

/** Lists changes with what they were about, before and after. Nothing is cut: what a URL became must be readable. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  return <RowTable label="Changes" columns={COLUMNS} rows={changes} rowKey={({ id }) => id} />;
}

// The last column gets the rest of the width.
const COLUMNS: Column<Change>[] = [
  {
    header: 'What',
    names: true,
    cell: (change) => (
      <Group gap={4} wrap="nowrap" align="flex-start">
        <OnDemand
          label={`Details of ${operationWords(change.operation)}`}
          icon={<Info size={16} aria-hidden />}
        >
          <ChangeDetails change={change} />
        </OnDemand>
        <div>
          {operationWords(change.operation)}{' '}
          <Text span size="sm" c="dimmed">
            {resultWords(change)}
          </Text>
        </div>
      </Group>
    ),
  },
  {
    header: 'About',
    width: '14%',
    cell: ({ about }) => (about === null ? '' : <Thing about={about} />),
  },
  { header: 'Changed', wide: true, width: '36%', cell: (change) => <Changed change={change} /> },
  {
    header: 'Who',
    width: '15%',
    cell: ({ subject, clientId, address, forwardedFor }) => (
      <Box miw="9rem">
        {visibleName(subject === '' ? 'Unknown' : subject)}{' '}
        <Text span size="sm" c="dimmed">
          {clientId !== '' && <>{visibleName(clientId)}, </>}
          <span title={forwardedFor === '' ? undefined : `Forwarded for ${forwardedFor}`}>
            {addressOf(address, forwardedFor)}
          </span>
        </Text>
      </Box>
    ),
  },
  { header: 'When', width: '13%', wide: true, cell: ({ at }) => <At at={at} /> },
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

/** A few fields are shown at once; of more, the names. */
function Changed({ change }: { change: Change }) {
  const fields = changedFields(change);
  return fields.length <= SHOWN_AT_ONCE ? (
    fields.map((field) => (
      <Text key={field.name} size="sm" component="div">
        <Field field={field} />
      </Text>
    ))
  ) : (
    <Text size="sm" c="dimmed">
      {fields.map(({ name }) => name).join(', ')}
    </Text>
  );
}

/** All that is recorded of a change: every field, and who asked for it. */
export function ChangeDetails({ change }: { change: Change }) {
  const { issuer, subject, clientId, address, forwardedFor, requestId } = change;
  return (
    <Stack gap="sm" style={{ overflowWrap: 'anywhere' }}>
      {changedFields(change).map((field) => (
        <Text key={field.name} size="sm" component="div">
          <Field field={field} />
        </Text>
      ))}
      <Facts
        facts={[
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
