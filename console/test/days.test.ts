import { expect, test } from 'vitest';
import type { Statistics } from '../src/api/shapes.ts';

// The zone must be set before the formatters exist. West of Greenwich, a day in UTC begins on the evening before.
process.env.TZ = 'America/New_York';
const { deliveriesChart } = await import('../src/overview/series.ts');

const NOTHING = {
  deliveries: 0,
  delivered: 0,
  failed: 0,
  attemptsDelivered: 0,
  attemptsFailed: 0,
  linksFollowed: 0,
  attemptMs: { p50: null, p95: null, max: null },
  outcomes: null,
};

test.each([
  ['P1D', '29 Nov'],
  ['PT1H', '28 Nov, 19:00'],
] as const)('a bucket of %s that begins at midnight in UTC is %s in New York', (bucket, words) => {
  const start = '2026-11-29T00:00:00.000Z';
  const statistics: Statistics = {
    from: start,
    to: '2026-11-30T00:00:00.000Z',
    bucket,
    totals: NOTHING,
    buckets: [{ start, ...NOTHING }],
    overdue: { count: 0, oldestDueAt: null },
  };
  expect(deliveriesChart(statistics).bucketWords(start)).toBe(words);
});
