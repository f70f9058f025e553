import { Paper, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './RowTable.module.css';

export interface Column<T> {
  header: string;
  cell: (row: T) => ReactNode;
  /** The column by which a row is named; it comes first. */
  names?: boolean;
  /** Takes the whole width of a card. */
  wide?: boolean;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string | number;
}

/**
 * A table that stands as cards where the screen is narrow. The roles are written out, since the
 * cards' CSS would take the table's meaning from assistive technology.
 */
export function RowTable<T>({ label, columns, rows, rowKey }: Props<T>) {
  return (
    <Paper className={classes.frame}>
      <Table
        className={classes.table}
        role="table"
        aria-label={label}
        verticalSpacing="sm"
        horizontalSpacing="md"
        highlightOnHover
      >
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map(({ header }) => (
              <Table.Th key={header} role="columnheader" scope="col">
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)} role="row">
              {columns.map(({ header, cell, names, wide }) =>
                names === true ? (
                  <Table.Th key={header} role="rowheader" scope="row" className={classes.name}>
                    {cell(row)}
                  </Table.Th>
                ) : (
                  <Table.Td
                    key={header}
                    role="cell"
                    data-label={header}
                    data-wide={wide === true || undefined}
                  >
                    <div>{cell(row)}</div>
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
