import { expect, test } from 'vitest';
import type { Statistics } from '../src/api/shapes.ts';
import { beginOf } from '../src/overview/useStatistics.ts';
import { deliveredIn, outcomesOf } from '../src/overview/outcomes.ts';
import { deliveriesIn } from '../src/overview/deliveriesIn.ts';
import {
  deliveriesChart,
  latencyChart,
  linksChart,
  lonePlaces,
  notYet,
  share,
} from '../src/overview/series.ts';

test('without attempts there is no success rate', () => {
  expect(share(0, 0)).toBeNull();
  expect(share(1, 4)).toBe(25);
});

test('links followed in a later period make no negative count', () => {
  expect(notYet(3, 5)).toBe(0);
});

test('a value without neighbours is drawn as a point', () => {
  expect(lonePlaces([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(lonePlaces([null, 0, undefined])).toEqual([1]);
  expect(lonePlaces([])).toEqual([]);
});

test('the link of a figure has its configuration and period', () => {
  const id = 'cfg_0c9d1a52f3b84e61a7c05d2e9f184b36';
  const period = { from: '2026-03-05T10:00:00.000Z', to: '2026-03-06T09:20:30.000Z' };
  const times = 'from=2026-03-05T10%3A00%3A00.000Z&to=2026-03-06T09%3A20%3A30.000Z';
  expect(deliveriesIn(period, id, 'FAILED')).toBe(
    `/deliveries?configuration=${id}&status=FAILED&test=false&${times}`,
  );
  expect(deliveriesIn(period, null, 'FAILED')).toBe(
    `/deliveries?status=FAILED&test=false&${times}`,
  );
});

test.each([
  ['day', '2026-02-28T11:00:00.000Z', 3_600_000, 24],
  ['week', '2026-02-22T11:00:00.000Z', 3_600_000, 7 * 24],
  ['month', '2026-01-31T00:00:00.000Z', 86_400_000, 30],
] as const)('a %s has as many buckets as it says', (period, begin, bucketMs, buckets) => {
  const now = Date.parse('2026-03-01T10:20:30Z');
  expect(beginOf(period, now)).toBe(begin);
  expect(Math.ceil((now - Date.parse(begin)) / bucketMs)).toBe(buckets);
  const onTheHour = Date.parse('2026-03-01T10:00:00Z');
  expect(beginOf(period, onTheHour)).toBe(begin);
});

test('charts have a value for each bucket', () => {
  const counts = {
    deliveries: 6,
    // Two of them were delivered twice.
    delivered: 5,
    failed: 1,
    attemptsDelivered: 3,
    attemptsFailed: 5,
    linksFollowed: 2,
    attemptMs: { p50: 50, p95: 100, max: 200 },
    outcomes: {
      recorded: 6,
      delivered: 3,
      retrying: 1,
      waiting: 1,
      held: 0,
      failed: 1,
      unrouted: 0,
    },
  };
  const nothing = {
    deliveries: 0,
    delivered: 0,
    failed: 0,
    attemptsDelivered: 0,
    attemptsFailed: 0,
    linksFollowed: 0,
    attemptMs: { p50: null, p95: null, max: null },
    outcomes: null,
  };
  const statistics: Statistics = {
    from: '2026-03-01T10:00:00.000Z',
    to: '2026-03-01T12:00:00.000Z',
    bucket: 'PT1H',
    totals: counts,
    buckets: [
      { start: '2026-03-01T10:00:00.000Z', ...counts },
      { start: '2026-03-01T11:00:00.000Z', ...nothing },
    ],
    overdue: { count: 0, oldestDueAt: null },
  };
  expect(deliveriesChart(statistics).series.map(({ values }) => values)).toEqual([
    [3, 0],
    [1, 0],
    [1, 0],
    [0, 0],
    [1, 0],
    [0, 0],
    [37.5, null],
  ]);
  expect(latencyChart(statistics).series.map(({ values }) => values)).toEqual([
    [50, null],
    [100, null],
    [200, null],
  ]);
  expect(linksChart(statistics).series.map(({ values }) => values)).toEqual([[2, 0]]);
});

test('a redelivered delivery has only one link to follow', () => {
  const outcomes = {
    recorded: 2,
    delivered: 2,
    retrying: 0,
    waiting: 0,
    held: 0,
    failed: 0,
    unrouted: 0,
  };
  const bucket = {
    start: '2026-03-01T10:00:00.000Z',
    deliveries: 2,
    delivered: 7,
    failed: 0,
    attemptsDelivered: 7,
    attemptsFailed: 0,
    linksFollowed: 2,
    attemptMs: { p50: 50, p95: 100, max: 200 },
    outcomes,
  };
  const before = { ...bucket, delivered: 3, outcomes: null };
  const statistics: Statistics = {
    from: '2026-03-01T10:00:00.000Z',
    to: '2026-03-01T12:00:00.000Z',
    bucket: 'PT1H',
    totals: bucket,
    buckets: [bucket],
    overdue: { count: 0, oldestDueAt: null },
  };
  expect(deliveredIn(statistics)).toBe(2);
  expect(linksChart(statistics).series.map(({ label }) => label)).toEqual(['Link followed']);
  const mixed = { ...statistics, totals: { ...bucket, outcomes: null }, buckets: [before, bucket] };
  expect(deliveredIn(mixed)).toBe(5);
});

test('figures add up, and say how many deliveries have no outcome', () => {
  const bucket = {
    start: '2026-03-01T10:00:00.000Z',
    deliveries: 7,
    delivered: 3,
    failed: 0,
    attemptsDelivered: 3,
    attemptsFailed: 5,
    linksFollowed: 2,
    attemptMs: { p50: 50, p95: 100, max: 200 },
  };
  const outcomes = {
    recorded: 7,
    delivered: 3,
    retrying: 1,
    waiting: 1,
    held: 1,
    failed: 0,
    unrouted: 1,
  };
  const statistics: Statistics = {
    from: '2026-03-01T10:00:00.000Z',
    to: '2026-03-01T12:00:00.000Z',
    bucket: 'PT1H',
    totals: { ...bucket, deliveries: 14, outcomes: null },
    buckets: [
      { ...bucket, outcomes: null },
      { ...bucket, outcomes },
    ],
    overdue: { count: 0, oldestDueAt: null },
  };
  expect(outcomesOf(statistics)).toEqual({ outcomes, uncounted: 7 });
  const { recorded, ...states } = outcomesOf(statistics).outcomes;
  expect(Object.values(states).reduce((sum, each) => sum + each, 0)).toBe(recorded);
  expect(deliveriesChart(statistics).series[1]?.values).toEqual([0, 1]);
});
