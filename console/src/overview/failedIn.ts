import { writeFilter } from '../deliveries/filter.ts';

/** Longer than the schedule of attempts, which lasts somewhat more than three days. */
const SCHEDULE_MS = 4 * 24 * 3_600_000;

/**
 * The address of the list of deliveries that failed after `from`. They may have been created earlier: a
 * delivery fails after its last attempt, and the list knows only when it was created.
 */
export function failedIn(from: string, configurationId: string | null): string {
  const filter = writeFilter({
    status: 'FAILED',
    test: 'false',
    from: new Date(Date.parse(from) - SCHEDULE_MS).toISOString(),
    ...(configurationId !== null && { configurationId }),
  });
  return `/deliveries?${filter.toString()}`;
}
