import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answered } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';

export type Period = 'day' | 'week' | 'month';

const HOURS: Record<Period, number> = { day: 24, week: 7 * 24, month: 30 * 24 };
const HOUR_MS = 3_600_000;

/** The counts of a period that ends now. */
export function useStatistics(period: Period, configurationId: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['statistics', period, configurationId],
    queryFn: () => {
      const from = new Date(Date.now() - HOURS[period] * HOUR_MS).toISOString();
      const query = configurationId === null ? { from } : { from, configurationId };
      return answered(api.GET('/statistics', { params: { query } }));
    },
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });
}
