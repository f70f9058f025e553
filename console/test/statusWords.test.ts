import { expect, test } from 'vitest';
import type { Attempt } from '../src/api/shapes.ts';
import { nextAttemptName, outcomeWords, statusWords } from '../src/deliveries/words.ts';
import { readFilter, writeFilter } from '../src/deliveries/filter.ts';

test('a pending delivery is retrying once an attempt has failed', () => {
  expect(statusWords({ status: 'PENDING', attempt: 0 })).toBe('Pending');
  expect(statusWords({ status: 'PENDING', attempt: 1 })).toBe('Retrying');
  expect(statusWords({ status: 'FAILED', attempt: 13 })).toBe('Failed');
});

test.each<[Attempt['outcome'], number | null, string, string]>([
  ['UNREACHABLE', null, 'no complete answer within 15 s', 'Timed out'],
  ['UNREACHABLE', null, 'the connection timed out', 'Timed out'],
  ['UNREACHABLE', null, 'the TLS handshake timed out', 'Timed out'],
  ['UNREACHABLE', null, 'the receiver did not answer in time', 'Timed out'],
  ['UNREACHABLE', null, 'the connection was refused', 'Unreachable'],
  ['REJECTED', 503, 'the receiver answered 503', 'Rejected, answered 503'],
  ['BLOCKED', null, 'an address is not allowed', 'Blocked'],
])('%s with status %s: %s', (outcome, statusCode, reason, words) => {
  expect(outcomeWords({ outcome, statusCode, reason })).toBe(words);
});

test('probes do not move the next attempt in the schedule', () => {
  expect(nextAttemptName({ attemptsLeft: 13, test: false, waitsFor: null })).toBe('1 of 13');
  expect(nextAttemptName({ attemptsLeft: 7, test: false, waitsFor: null })).toBe('7 of 13');
  expect(nextAttemptName({ attemptsLeft: 0, test: false, waitsFor: null })).toBe('13 of 13');
  expect(nextAttemptName({ attemptsLeft: null, test: false, waitsFor: null })).toBeNull();
});

test('a disabled configuration has no next attempt', () => {
  const waitsFor = {
    cause: 'ENABLING',
    reason: 'It waits until its configuration is enabled.',
    failingSince: '2026-12-01T10:00:00.000Z',
    nextProbeAt: '2026-12-01T15:10:00.000Z',
  } as const;
  expect(nextAttemptName({ attemptsLeft: 7, test: false, waitsFor })).toBeNull();
});

test('the address keeps whether tests are hidden', () => {
  expect(readFilter(new URLSearchParams('test=false'))).toEqual({ test: 'false' });
  expect(readFilter(new URLSearchParams('test=maybe'))).toEqual({});
  expect(writeFilter({ test: 'true' }).toString()).toBe('test=true');
});
