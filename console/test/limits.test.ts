import { describe, expect, test } from 'vitest';
import {
  limitTexts,
  limitWords,
  readLimits,
  STANDARD_LIMITS,
} from '../src/configurations/limits.ts';

describe('limits', () => {
  test.each([
    ['10', '', { maxInFlight: 10, maxPerSecond: null }],
    ['1', '1', { maxInFlight: 1, maxPerSecond: 1 }],
    [' 100 ', ' 1000 ', { maxInFlight: 100, maxPerSecond: 1000 }],
  ])('%s in flight and "%s" per second are read', (maxInFlight, maxPerSecond, limits) =>
    expect(readLimits({ maxInFlight, maxPerSecond })).toEqual(limits),
  );

  test.each([
    ['0', '', ['maxInFlight']],
    ['101', '', ['maxInFlight']],
    ['', '', ['maxInFlight']],
    ['1.5', '', ['maxInFlight']],
    ['1e1', '', ['maxInFlight']],
    ['10', '0', ['maxPerSecond']],
    ['10', '1001', ['maxPerSecond']],
    ['10', 'fast', ['maxPerSecond']],
    ['-1', '-1', ['maxInFlight', 'maxPerSecond']],
  ])(
    '%s in flight and "%s" per second name the invalid fields',
    (maxInFlight, maxPerSecond, fields) => {
      const read = readLimits({ maxInFlight, maxPerSecond });
      expect(Array.isArray(read) ? read.map(({ field }) => field) : []).toEqual(fields);
    },
  );

  test('the rules are those of the API', () => {
    expect(readLimits({ maxInFlight: '101', maxPerSecond: '1001' })).toEqual([
      { field: 'maxInFlight', detail: 'must be a whole number from 1 to 100' },
      { field: 'maxPerSecond', detail: 'must be a whole number from 1 to 1000' },
    ]);
  });

  test('stored limits are shown as text, and read back', () => {
    const limits = { maxInFlight: 4, maxPerSecond: null };
    expect(readLimits(limitTexts(limits))).toEqual(limits);
    expect(limitTexts({ maxInFlight: 10, maxPerSecond: null })).toEqual(STANDARD_LIMITS);
  });

  test('are shown in words', () => {
    expect(limitWords({ maxInFlight: 10, maxPerSecond: null })).toBe(
      'At most 10 requests in flight',
    );
    expect(limitWords({ maxInFlight: 1, maxPerSecond: 20 })).toBe(
      'At most 1 request in flight and 20 per second',
    );
  });
});
