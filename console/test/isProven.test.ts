import { expect, test } from 'vitest';
import { isProven } from '../src/configurations/isProven.ts';

const SINCE = '2026-03-01T00:00:00.000Z';

test.each([
  ['new, without an attempt', '2026-03-01T10:00:00.000Z', null, false],
  ['old, and quiet since yesterday', '2026-02-01T10:00:00.000Z', null, true],
  ['with failed attempts only', '2026-02-01T10:00:00.000Z', 0, false],
  ['with a success', '2026-03-01T10:00:00.000Z', 0.01, true],
])('a receiver %s', (_, createdAt, successRate, proven) => {
  const health = {
    successRate,
    attempts: successRate === null ? 0 : 40,
    since: SINCE,
    lastFailureAt: null,
    lastFailureReason: null,
  };
  expect(isProven({ createdAt, health })).toBe(proven);
});
