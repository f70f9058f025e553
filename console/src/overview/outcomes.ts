import type { Statistics, StatisticsBucket } from '../api/shapes.ts';

export type Outcomes = NonNullable<StatisticsBucket['outcomes']>;
export type Outcome = Exclude<keyof Outcomes, 'recorded'>;

/** The states of deliveries, as figures and charts name them, in the order of the charts' bars. */
export const OUTCOMES: { state: Outcome; words: string; colour: string }[] = [
  { state: 'delivered', words: 'delivered', colour: '--chart-good' },
  { state: 'retrying', words: 'retrying', colour: '--chart-other' },
  { state: 'waiting', words: 'waiting', colour: '--chart-wait' },
  { state: 'held', words: 'held', colour: '--chart-held' },
  { state: 'failed', words: 'failed', colour: '--chart-bad' },
  { state: 'unrouted', words: 'without receiver', colour: '--chart-muted' },
];

/** The outcomes of a period, and how many of its deliveries they leave out. */
export interface PeriodOutcomes {
  outcomes: Outcomes;
  /** Deliveries in the buckets of a version that did not count outcomes. */
  uncounted: number;
}

export function outcomesOf({ totals, buckets }: Statistics): PeriodOutcomes {
  if (totals.outcomes !== null) {
    return { outcomes: totals.outcomes, uncounted: 0 };
  }
  const sum: Outcomes = {
    recorded: 0,
    delivered: 0,
    retrying: 0,
    waiting: 0,
    held: 0,
    failed: 0,
    unrouted: 0,
  };
  let uncounted = 0;
  for (const { outcomes, deliveries } of buckets) {
    if (outcomes === null) {
      uncounted += deliveries;
    } else {
      sum.recorded += outcomes.recorded;
      OUTCOMES.forEach(({ state }) => (sum[state] += outcomes[state]));
    }
  }
  return { outcomes: sum, uncounted };
}

/**
 * Counts the delivered deliveries of a bucket. A delivery that was delivered again counts once, except in
 * buckets of a version that did not count outcomes.
 */
export function deliveredOf({
  outcomes,
  delivered,
}: Pick<StatisticsBucket, 'outcomes' | 'delivered'>): number {
  return outcomes?.delivered ?? delivered;
}

/** Counts the delivered deliveries of a whole period, as `deliveredOf` does for a bucket. */
export function deliveredIn({ totals, buckets }: Statistics): number {
  return totals.outcomes === null
    ? buckets.reduce((sum, bucket) => sum + deliveredOf(bucket), 0)
    : totals.outcomes.delivered;
}
