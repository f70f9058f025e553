import type { DeliveryStatus } from '../../api/shapes.ts';
import type { Chosen } from './useChosen.ts';

/** The most deliveries in one request to the API. */
export const AT_ONCE = 100;

interface Redeliveries {
  ids: string[];
  /** Only a delivery that still has one of them is resent. */
  statuses: DeliveryStatus[];
}

/**
 * The request to resend some deliveries. One that has another status now than the user saw is not resent: it
 * may have been delivered or resent meanwhile.
 */
export function redeliveries(part: Chosen[]): Redeliveries {
  return {
    ids: part.map(({ id }) => id),
    statuses: [...new Set(part.map(({ status }) => status))],
  };
}

/**
 * Groups the deliveries into requests, each for one status. If an answer is lost, a repeated request skips the
 * deliveries that were resent, because they are pending now. Only those that were pending before begin another round.
 */
export function batches(chosen: Chosen[]): Chosen[][] {
  return [...byStatus(chosen).values()].flatMap((each) =>
    Array.from({ length: Math.ceil(each.length / AT_ONCE) }, (_, i) =>
      each.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
    ),
  );
}

export function byStatus(chosen: Chosen[]): Map<DeliveryStatus, Chosen[]> {
  const groups = new Map<DeliveryStatus, Chosen[]>();
  for (const each of chosen) {
    const group = groups.get(each.status);
    if (group === undefined) {
      groups.set(each.status, [each]);
    } else {
      group.push(each);
    }
  }
  return groups;
}

/** Selects the reports that the receiver has not accepted. Others are resent only if the user asks for it. */
export function notDelivered(found: Chosen[]): Chosen[] {
  return found.filter(({ status }) => status !== 'DELIVERED');
}
