// Tables and lists of facts, as people read them in a terminal.
import { visible } from './words.mjs';

const GAP = '  ';

/** The number of characters that fit in a line; no limit if the output goes to a file or a program. */
export function widthOf(io) {
  return io.terminal ? process.stdout.columns || 80 : Infinity;
}

/**
 * Returns the lines of a table: the titles, then one for each row. A column is { title, of(row) }, with `right: true` for numbers. A column with
 * `shrinksTo` is cut to that width when the lines would not fit (`cutsStart`: its end stays); one with `spare` is left
 * out if it gets fewer characters than that. `widths` maps titles to the least width of their columns; the table
 * raises them, so that parts of one table stay aligned.
 */
export function table(columns, rows, width, widths = new Map()) {
  let shown = columns.map((column) => ({ ...column, cells: rows.map((row) => visible(column.of(row))) }));
  for (const column of shown) {
    column.width = Math.max(
      column.title.length,
      widths.get(column.title) ?? 0,
      ...column.cells.map((cell) => length(cell)),
    );
    widths.set(column.title, column.width);
  }
  for (const column of shown.filter((each) => each.shrinksTo)) shrink(column, shown, width);
  shown = shown.filter((column) => !column.spare || fits(column, shown, width));
  const titles = line(shown, (column) => column.title);
  return [titles, ...rows.map((_, index) => line(shown, (column) => column.cells[index]))];
}

/** Returns one line for each [name, value]; facts without a value are left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const longest = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `  ${name.padEnd(longest)}${GAP}${visible(value)}`);
}

function total(columns) {
  return columns.reduce((sum, column) => sum + column.width, GAP.length * (columns.length - 1));
}

function shrink(column, columns, width) {
  const excess = total(columns.filter((each) => !each.spare)) - width;
  if (excess > 0) column.width = Math.max(column.shrinksTo, column.title.length, column.width - excess);
}

function fits(column, columns, width) {
  const left = width - total(columns.filter((each) => !each.spare)) - GAP.length;
  column.width = Math.min(column.width, Math.max(left, 0));
  return (
    column.width >= Math.min(column.spare, Math.max(...column.cells.map((cell) => length(cell)))) && column.width > 0
  );
}

function line(columns, text) {
  return columns
    .map((column) => cell(text(column), column))
    .join(GAP)
    .trimEnd();
}

function cell(text, { width, right, cutsStart }) {
  const cut = length(text) > width ? shortened([...text], width - 1, cutsStart) : text;
  const blanks = ' '.repeat(Math.max(0, width - length(cut)));
  return right ? blanks + cut : cut + blanks;
}

function shortened(characters, most, cutsStart) {
  return cutsStart ? `…${characters.slice(-most).join('')}` : `${characters.slice(0, most).join('')}…`;
}

function length(text) {
  return [...text].length;
}
