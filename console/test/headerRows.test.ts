import { describe, expect, test } from 'vitest';
import { givenHeaders, rowsOf } from '../src/configurations/gateway/headerRows.ts';
import type { WebhookConfiguration } from '../src/api/shapes.ts';

describe('headers for a gateway', () => {
  const stored = { requestHeaders: [{ name: 'X-Api-Key' }, { name: 'A' }] } as WebhookConfiguration;

  test('a stored header without a typed value is sent without one', () =>
    expect(givenHeaders(rowsOf(stored))).toEqual([{ name: 'X-Api-Key' }, { name: 'A' }]));

  test('a typed value replaces the stored one', () => {
    const typed = rowsOf(stored).with(0, { name: 'X-Api-Key', value: 'new', stored: true });
    expect(givenHeaders(typed)).toEqual([{ name: 'X-Api-Key', value: 'new' }, { name: 'A' }]);
  });

  test('a new header without a value is sent to the API', () =>
    expect(givenHeaders([{ name: 'B', value: '', stored: false }])).toEqual([
      { name: 'B', value: '' },
    ]));
});
