import type { DeliveryStatus, Statistics } from '../api/shapes.ts';
import { writeFilter } from '../deliveries/filter.ts';
import type { Outcome, Outcomes } from './outcomes.ts';

/** The address of the list of the deliveries that were recorded in a period and have a status. */
export function deliveriesIn(
  { from, to }: Pick<Statistics, 'from' | 'to'>,
  configurationId: string | null,
  status: DeliveryStatus,
): string {
  const filter = writeFilter({
    status,
    test: 'false',
    from,
    to,
    ...(configurationId !== null && { configurationId }),
  });
  return `/deliveries?${filter.toString()}`;
}

const STATUSES = {
  delivered: 'DELIVERED',
  held: 'HELD',
  failed: 'FAILED',
  unrouted: 'UNROUTED',
} as const;

/** The status that shows exactly these deliveries in the list; null for a part of the pending ones. */
export function statusOf(state: Outcome, outcomes: Outcomes): DeliveryStatus | null {
  if (state === 'retrying' || state === 'waiting') {
    return outcomes.retrying === 0 || outcomes.waiting === 0 ? 'PENDING' : null;
  }
  return STATUSES[state];
}
