import type { DeliveryStatus } from '../../api/shapes.ts';
import type { DeliveryFilter } from '../filter.ts';
import type { Chosen } from './useChosen.ts';

interface Redeliveries {
  ids: string[];
  /** Only a delivery that still has one of them is resent; without them, each. */
  statuses?: DeliveryStatus[];
}

/**
 * The request to resend some deliveries: those that a filter has found, or, without one, rows that the user
 * has chosen. A delivery that has a status now that the user did not mean is not resent: it may have been
 * delivered meanwhile.
 */
export function redeliveries(part: Chosen[], filter: DeliveryFilter | null): Redeliveries {
  const ids = part.map(({ id }) => id);
  if (filter === null) {
    return { ids, statuses: [...new Set(part.map(({ status }) => status))] };
  }
  return filter.status === undefined ? { ids } : { ids, statuses: [filter.status] };
}
