import { Table } from '@mantine/core';
import classes from './ChartTable.module.css';
import type { ChartModel } from './series.ts';

/** The figures of a chart, latest first. */
export function ChartTable({ model }: { model: ChartModel }) {
  const rows = model.starts.map((start, index) => ({ start, index })).reverse();
  return (
    // It scrolls, so the keyboard must reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`${model.title}, table`}>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{model.daily ? 'Day (UTC)' : 'Time'}</Table.Th>
            {model.series.map(({ label }) => (
              <Table.Th key={label} scope="col" ta="right">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ start, index }) => (
            <Table.Tr key={start}>
              <Table.Th scope="row" fw={400}>
                {model.bucketWords(start)}
              </Table.Th>
              {model.series.map(({ label, values, words }) => (
                <Table.Td key={label} ta="right">
                  {words(values[index] ?? null)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
