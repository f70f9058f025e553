import { useQuery, type QueryKey } from '@tanstack/react-query';
import { answered } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';

export type Period = 'day' | 'week' | 'month';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The API counts by the hour for up to a week, and by the day (UTC) for longer periods. */
const BUCKETS: Record<Period, { count: number; ms: number }> = {
  day: { count: 24, ms: HOUR_MS },
  week: { count: 7 * 24, ms: HOUR_MS },
  month: { count: 30, ms: DAY_MS },
};

/** The start of a period, so that it has its number of buckets, including the current one. */
export function beginOf(period: Period, nowMs: number): string {
  const { count, ms } = BUCKETS[period];
  return new Date((Math.floor(nowMs / ms) - count + 1) * ms).toISOString();
}

/** The counts of a period that ends now. */
export function useStatistics(period: Period, configurationId: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['statistics', period, configurationId],
    queryFn: () => {
      const from = beginOf(period, Date.now());
      const query = configurationId === null ? { from } : { from, configurationId };
      return answered(api.GET('/statistics', { params: { query } }));
    },
    refetchInterval: 15_000,
    placeholderData: figuresOf(configurationId),
  });
}

/** The figures to show until the API answers: the last ones of the same receiver, if there are any. */
export function figuresOf(configurationId: string | null) {
  return <T>(earlier: T | undefined, query: { queryKey: QueryKey } | undefined): T | undefined =>
    query?.queryKey[2] === configurationId ? earlier : undefined;
}
