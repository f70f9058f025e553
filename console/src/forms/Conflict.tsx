import { Alert, Button, Group, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { visibleText } from '../format/visibleText.ts';
import classes from './Conflict.module.css';
import type { DraftForm } from './useDraftForm.ts';

export interface ConflictProps<T extends object> {
  draft: DraftForm<T>;
  /** The values that are stored now. */
  stored: T;
  /** Functions that show the values of some fields; others are shown as text. */
  shown?: Partial<Record<keyof T, (value: unknown) => ReactNode>>;
  /** Called after the choice; the refusal is settled then. */
  onChosen: () => void;
}

const VERSIONS = ['Stored now', 'Yours'];

/**
 * Shown when the API refused to replace a version that is no longer the stored one: the stored values next
 * to those of the form. The user continues with one or the other; a save then replaces what they have seen.
 */
export function Conflict<T extends object>({
  draft,
  stored,
  shown = {},
  onChosen,
}: ConflictProps<T>) {
  const mine = draft.form.getValues();
  const fields = (Object.keys(stored) as (keyof T & string)[]).filter(
    (field) => JSON.stringify(stored[field]) !== JSON.stringify(mine[field]),
  );
  const choose = (act: () => void) => {
    act();
    onChosen();
  };
  return (
    <Alert color="orange" role="alert" title="This has changed since you opened it">
      <Text size="sm">Your changes were not saved. Compare them with what is stored now.</Text>
      {fields.length > 0 && (
        <Table my="xs" layout="fixed" className={classes.compared} role="table">
          <Table.Thead role="rowgroup">
            <Table.Tr role="row">
              {['Field', ...VERSIONS].map((header) => (
                <Table.Th key={header} role="columnheader" scope="col">
                  {header}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {fields.map((field) => (
              <Table.Tr key={field} role="row" style={{ overflowWrap: 'anywhere' }}>
                <Table.Th role="rowheader" scope="row">
                  {labelOf(draft.form.getInputNode(field)) ?? field}
                </Table.Th>
                {[stored[field], mine[field]].map((value, index) => (
                  <Table.Td key={index} role="cell" data-label={VERSIONS[index]}>
                    {(shown[field] ?? words)(value)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group gap="xs">
        <Button size="xs" onClick={() => choose(draft.rebase)}>
          Keep my changes
        </Button>
        <Button size="xs" variant="default" onClick={() => choose(draft.restart)}>
          Use the stored version
        </Button>
      </Group>
    </Alert>
  );
}

function labelOf(input: HTMLElement | null): string | null {
  return (input as HTMLInputElement | null)?.labels?.[0]?.textContent ?? null;
}

function words(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'On' : 'Off';
    case 'string':
      return value === '' ? '–' : visibleText(value);
    default:
      return value === null ? '–' : JSON.stringify(value);
  }
}
