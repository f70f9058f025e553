import { Paper, Table } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './RowTable.module.css';

export interface Column<T> {
  header: string;
  cell: (row: T) => ReactNode;
  /** True for the column that names the row, which must be the first. */
  names?: boolean;
  /** Its share of the width in a table of one-line rows, such as "20%"; without it, an equal part of the rest. */
  width?: string;
  /** True for a column that a narrow table leaves out. */
  extra?: boolean;
  /** True for a column that gets the whole width of a card. */
  wide?: boolean;
}

/** The rows that the user has chosen. */
export interface Selection<T> {
  has: (row: T) => boolean;
  toggle: (row: T) => void;
  /** Chooses all rows that are shown, or none. */
  toggleShown: () => void;
  /** The name of the row that a checkbox selects: "tx00001.zip". */
  name: (row: T) => string;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string | number;
  /** True if each row has one line, which cuts long texts. */
  oneLine?: boolean;
  /** With it, each row begins with a box. */
  selection?: Selection<T>;
}

/**
 * A table that shows its rows as cards on a narrow screen. The roles are explicit, because the CSS of the
 * cards would hide the table from assistive technology.
 */
export function RowTable<T>({
  label,
  columns,
  rows,
  rowKey,
  oneLine = false,
  selection,
}: Props<T>) {
  const shownBox = useId();
  const allShown = selection !== undefined && {
    checked: rows.length > 0 && rows.every(selection.has),
    onChange: selection.toggleShown,
  };
  return (
    <Paper className={classes.frame}>
      {allShown && (
        <div className={classes.shown}>
          <input type="checkbox" className={classes.box} id={shownBox} {...allShown} />
          <label htmlFor={shownBox}>Select all shown</label>
        </div>
      )}
      <Table
        className={classes.table}
        data-one-line={oneLine || undefined}
        role="table"
        aria-label={label}
        verticalSpacing="sm"
        horizontalSpacing="md"
        highlightOnHover
      >
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {allShown && (
              <Table.Th role="columnheader" scope="col" className={classes.select}>
                <Box label="Select all shown" {...allShown} />
              </Table.Th>
            )}
            {columns.map(({ header, width, extra }) => (
              <Table.Th
                key={header}
                role="columnheader"
                scope="col"
                data-extra={extra}
                style={{ width }}
              >
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)} role="row">
              {selection !== undefined && (
                <Table.Td role="cell" className={classes.select}>
                  <Box
                    label={`Select ${selection.name(row)}`}
                    checked={selection.has(row)}
                    onChange={() => selection.toggle(row)}
                  />
                </Table.Td>
              )}
              {columns.map(({ header, cell, names, extra, wide }) =>
                names === true ? (
                  <Table.Th key={header} role="rowheader" scope="row" className={classes.name}>
                    {cell(row)}
                  </Table.Th>
                ) : (
                  <Table.Td
                    key={header}
                    role="cell"
                    data-label={header}
                    data-extra={extra}
                    data-wide={wide}
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

interface BoxProps {
  label: string;
  checked: boolean;
  onChange: () => void;
}

function Box({ label, checked, onChange }: BoxProps) {
  return (
    <input
      type="checkbox"
      className={classes.box}
      aria-label={label}
      checked={checked}
      onChange={onChange}
    />
  );
}
