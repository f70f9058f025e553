import { expect, test } from 'vitest';
import type { WaitsFor } from '../src/api/shapes.ts';
import { Problem } from '../src/api/problem.ts';
import { isSoon, readAgainMs } from '../src/deliveries/soon.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const SOON = '2026-03-01T10:00:59.000Z';
const LATER = '2026-03-01T10:01:00.000Z';
const PAST = '2026-03-01T09:00:00.000Z';

test.each<[WaitsFor['cause'], string, string | null, boolean]>([
  ['ANSWER', PAST, null, true],
  ['TURN', PAST, null, true],
  ['SCHEDULE', SOON, null, true],
  ['SCHEDULE', LATER, null, false],
  ['SCHEDULE', LATER, PAST, false],
  ['RECEIVER', PAST, SOON, true],
  ['RECEIVER', PAST, LATER, false],
  ['ENABLING', PAST, null, false],
])('%s, due at %s, next probe at %s', (cause, nextAttemptAt, nextProbeAt, soon) => {
  const waitsFor = { cause, reason: 'It waits.', failingSince: null, nextProbeAt };
  expect(isSoon({ nextAttemptAt, waitsFor }, NOW)).toBe(soon);
});

test('an ended delivery is read seldom, and a new one at once', () => {
  expect(isSoon({ nextAttemptAt: null, waitsFor: null }, NOW)).toBe(false);
  expect(isSoon(undefined, NOW)).toBe(true);
});

test('a delivery that does not exist is not read again', () => {
  expect(readAgainMs(new Problem(404, ''), true)).toBe(false);
  expect(readAgainMs(new Problem(503, ''), true)).toBe(1_500);
  expect(readAgainMs(null, true)).toBe(1_500);
  expect(readAgainMs(null, false)).toBe(10_000);
});
