import type { Statistics, StatisticsBucket } from '../api/shapes.ts';
import { count, duration, percent } from '../format/amount.ts';
import { OUTCOMES, type Outcome } from './outcomes.ts';
import { dayOf, hourOf, utcDayOf } from '../format/time.ts';

/** One line or one set of bars of a chart; null where there is no value. */
export interface Series {
  label: string;
  /** The CSS variable of its colour. */
  colour: string;
  kind: 'bars' | 'line';
  /** The axis of the values. */
  unit: 'count' | 'percent' | 'ms';
  values: (number | null)[];
  /** Formats a value for the table and the legend. */
  words: (value: number | null) => string;
}

/** The data of a chart: the starts of its buckets, and its series. */
export interface ChartModel {
  title: string;
  starts: string[];
  /** True if the buckets are days in UTC, false if they are hours. */
  daily: boolean;
  bucketWords: (start: string) => string;
  series: Series[];
}

const counts = (value: number | null) => (value === null ? '–' : count(value));
const shares = (value: number | null) => (value === null ? '–' : percent(value / 100));
const times = (value: number | null) => (value === null ? '–' : duration(value));

/**
 * The status of the deliveries created in each bucket, with the share of successful attempts. A bucket of a
 * version that did not count this shows the deliveries that were delivered and failed in it.
 */
export function deliveriesChart(statistics: Statistics): ChartModel {
  return chart(statistics, 'Deliveries and attempt success', [
    ...OUTCOMES.map(({ state, words, colour }) => ({
      ...bars(sentenceCase(words), colour),
      values: each(statistics, (bucket) => bucket.outcomes?.[state] ?? endedIn(bucket, state)),
    })),
    {
      label: 'Attempt success',
      colour: '--chart-line',
      kind: 'line',
      unit: 'percent',
      words: shares,
      values: each(statistics, ({ attemptsDelivered, attemptsFailed }) =>
        share(attemptsDelivered, attemptsDelivered + attemptsFailed),
      ),
    },
  ]);
}

function endedIn({ delivered, failed }: StatisticsBucket, state: Outcome): number {
  return state === 'delivered' ? delivered : state === 'failed' ? failed : 0;
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function latencyChart(statistics: Statistics): ChartModel {
  const line = (label: string, colour: string): Omit<Series, 'values'> => ({
    label,
    colour,
    kind: 'line',
    unit: 'ms',
    words: times,
  });
  return chart(statistics, 'Attempt latency', [
    {
      ...line('Median (p50)', '--chart-line'),
      values: each(statistics, ({ attemptMs }) => attemptMs.p50),
    },
    { ...line('p95', '--chart-other'), values: each(statistics, ({ attemptMs }) => attemptMs.p95) },
    { ...line('Max', '--chart-muted'), values: each(statistics, ({ attemptMs }) => attemptMs.max) },
  ]);
}

/**
 * The number of links that were followed in each bucket. It has no bars for other links: a receiver may
 * follow a link in a later bucket than that of the delivery.
 */
export function linksChart(statistics: Statistics): ChartModel {
  return chart(statistics, 'Links', [
    {
      ...bars('Link followed', '--chart-line'),
      values: each(statistics, ({ linksFollowed }) => linksFollowed),
    },
  ]);
}

/** Deliveries whose link was not followed yet; a link may be followed in a later bucket than its delivery. */
export function notYet(delivered: number, linksFollowed: number): number {
  return Math.max(0, delivered - linksFollowed);
}

/** A share in percent; null if the whole is 0. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole;
}

/** The indexes of values without neighbours, which a line alone does not show. */
export function lonePlaces(values: readonly (number | null | undefined)[]): number[] {
  const isGap = (at: number) => (values[at] ?? null) === null;
  return [...values.keys()].filter((at) => !isGap(at) && isGap(at - 1) && isGap(at + 1));
}

function bars(label: string, colour: string): Omit<Series, 'values'> {
  return { label, colour, kind: 'bars', unit: 'count', words: counts };
}

function each<T>(statistics: Statistics, value: (bucket: StatisticsBucket) => T): T[] {
  return statistics.buckets.map(value);
}

function chart(statistics: Statistics, title: string, series: Series[]): ChartModel {
  const daily = statistics.bucket === 'P1D';
  return {
    title,
    starts: statistics.buckets.map(({ start }) => start),
    daily,
    bucketWords: daily ? utcDayOf : (start) => `${dayOf(start)}, ${hourOf(start)}`,
    series,
  };
}
