import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Versioned } from '../../api/answered.ts';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { showNews } from '../../layout/news.ts';
import { Section } from '../../layout/Section.tsx';
import { settingsOf, useReplaceConfiguration } from '../useConfigurations.ts';
import classes from './GatewayHeaders.module.css';
import { givenHeaders, MAX_HEADERS, rowsOf, type HeaderRow } from './headerRows.ts';

/**
 * Edits the headers that every request has for the receiver's gateway. A value is typed once and never shown again; it
 * is in no draft.
 */
export function GatewayHeaders({ found }: { found: Versioned<WebhookConfiguration> }) {
  // The rows, and the version that a save replaces: that from when the user began to type.
  const [edited, setEdited] = useState<{ rows: HeaderRow[]; of: typeof found } | null>(null);
  const replacement = useReplaceConfiguration(found.value.id);
  const { rows, of } = edited ?? { rows: rowsOf(found.value), of: found };
  const problem = replacement.error === null ? null : problemOf(replacement.error);
  const change = (next: HeaderRow[]) => setEdited({ rows: next, of });
  const drop = () => {
    replacement.reset();
    setEdited(null);
  };
  const save = () =>
    replacement.mutate(
      { value: { ...settingsOf(of.value), requestHeaders: givenHeaders(rows) }, etag: of.etag },
      {
        onSuccess: () => {
          setEdited(null);
          showNews('Saved the headers.');
        },
      },
    );
  return (
    <Section
      title="Request headers"
      hint="The service adds these headers to each request. It encrypts the values and does not show them again."
    >
      <form
        noValidate
        aria-label="Request headers"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap="md" maw={640}>
          {rows.length === 0 && (
            <Text c="dimmed" size="sm">
              No headers. Add one if a gateway in front of the receiver requires a key or a token.
            </Text>
          )}
          {rows.map((row, index) => (
            <HeaderFields
              key={index}
              row={row}
              number={index + 1}
              errorOf={(field) => problem?.errorOf(`requestHeaders[${index}].${field}`)}
              onChange={(next) => change(rows.with(index, next))}
              onRemove={() => change(rows.toSpliced(index, 1))}
            />
          ))}
          {problem !== null && (
            <ProblemAlert
              title="The headers were not saved"
              problem={problem}
              shownFields={rows.flatMap((_, index) => [
                `requestHeaders[${index}].name`,
                `requestHeaders[${index}].value`,
              ])}
            />
          )}
          <Group>
            <Button
              variant="light"
              disabled={rows.length >= MAX_HEADERS}
              onClick={() => change([...rows, { name: '', value: '', stored: false }])}
            >
              Add header
            </Button>
            <ChangeButton type="submit" loading={replacement.isPending} disabled={edited === null}>
              Save
            </ChangeButton>
            <Button variant="default" disabled={edited === null} onClick={drop}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

interface HeaderFieldsProps {
  row: HeaderRow;
  number: number;
  errorOf: (field: 'name' | 'value') => string | undefined;
  onChange: (row: HeaderRow) => void;
  onRemove: () => void;
}

function HeaderFields({ row, number, errorOf, onChange, onRemove }: HeaderFieldsProps) {
  return (
    <Group className={classes.row} align="flex-start">
      <TextInput
        className={classes.field}
        label={`Name ${number}`}
        placeholder="X-Api-Key"
        spellCheck={false}
        autoComplete="off"
        readOnly={row.stored}
        value={row.name}
        onChange={(event) => onChange({ ...row, name: event.currentTarget.value })}
        error={errorOf('name')}
      />
      <PasswordInput
        className={classes.field}
        label={`Value ${number}`}
        placeholder={row.stored ? 'Stored; type to replace it' : undefined}
        spellCheck={false}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': `Show value ${number}`, tabIndex: 0 }}
        value={row.value}
        onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
        error={errorOf('value')}
      />
      <Button
        className={classes.remove}
        variant="subtle"
        color="red"
        aria-label={`Remove header ${number}`}
        onClick={onRemove}
      >
        Remove
      </Button>
    </Group>
  );
}
