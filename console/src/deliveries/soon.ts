import { Problem } from '../api/problem.ts';
import type { DeliveryWithAttempts } from '../api/shapes.ts';

const SOON_MS = 60_000;

const UNDER_WAY_MS = 1_500;
const SETTLED_MS = 10_000;

/** The time until the next read of a delivery: short if it changes soon; false if there is no such delivery. */
export function readAgainMs(error: Error | null, changesSoon: boolean): number | false {
  if (error instanceof Problem && error.status === 404) {
    return false;
  }
  return changesSoon ? UNDER_WAY_MS : SETTLED_MS;
}

/** Returns whether a delivery is about to change: an attempt is in flight, or due within a minute. */
export function isSoon(
  delivery: Pick<DeliveryWithAttempts, 'nextAttemptAt' | 'waitsFor'> | undefined,
  now: number,
): boolean {
  if (delivery === undefined) {
    return true;
  }
  const { waitsFor, nextAttemptAt } = delivery;
  switch (waitsFor?.cause) {
    case undefined:
    case 'ENABLING':
      return false;
    case 'ANSWER':
    case 'TURN':
      return true;
    case 'SCHEDULE':
      return isWithin(nextAttemptAt, now);
    case 'RECEIVER':
      return isWithin(waitsFor.nextProbeAt, now);
  }
}

function isWithin(at: string | null, now: number): boolean {
  return at === null || Date.parse(at) < now + SOON_MS;
}
