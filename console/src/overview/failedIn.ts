import type { Statistics } from '../api/shapes.ts';
import { writeFilter } from '../deliveries/filter.ts';

/** The address of the list of the deliveries that were recorded in a period and have failed. */
export function failedIn(
  { from, to }: Pick<Statistics, 'from' | 'to'>,
  configurationId: string | null,
): string {
  const filter = writeFilter({
    status: 'FAILED',
    test: 'false',
    from,
    to,
    ...(configurationId !== null && { configurationId }),
  });
  return `/deliveries?${filter.toString()}`;
}
