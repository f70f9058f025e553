import type { GivenHeader, WebhookConfiguration } from '../../api/shapes.ts';

export const MAX_HEADERS = 5;

/** A header in the form. `stored` headers have a value that the API does not show; an empty value keeps it. */
export interface HeaderRow {
  name: string;
  value: string;
  stored: boolean;
}

export function rowsOf({ requestHeaders }: WebhookConfiguration): HeaderRow[] {
  return requestHeaders.map(({ name }) => ({ name, value: '', stored: true }));
}

/** The headers as the API takes them: a stored one without a typed value keeps its value. */
export function givenHeaders(rows: HeaderRow[]): GivenHeader[] {
  return rows.map(({ name, value, stored }) =>
    stored && value === '' ? { name } : { name, value },
  );
}
