// Lines of CSV (RFC 4180).

/** A spreadsheet would run a text that begins like this, so we put an apostrophe in front of it. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvLine(values) {
  return values.map(csvValue).join(',');
}

function csvValue(value) {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
