import type { Attempt, Delivery, DeliveryStatus } from '../api/shapes.ts';

export const STATUS_WORDS: Record<DeliveryStatus, string> = {
  PENDING: 'Pending',
  DELIVERED: 'Delivered',
  FAILED: 'Failed',
  HELD: 'Held',
  UNROUTED: 'Unrouted',
};

const OUTCOME_WORDS: Record<Attempt['outcome'], string> = {
  DELIVERED: 'Delivered',
  REJECTED: 'Rejected',
  UNREACHABLE: 'Unreachable',
  BLOCKED: 'Blocked',
};

/** The sentences of the API about timeouts, with or without a connection to the receiver. */
const TIMEOUT = /timed out|in time|^no complete answer within/i;

/** Returns whether a pending delivery has failed in this round. */
export function isRetrying({ status, attempt }: Pick<Delivery, 'status' | 'attempt'>): boolean {
  return status === 'PENDING' && attempt > 0;
}

/** "Delivered"; "Retrying" for a pending delivery that has failed. */
export function statusWords(delivery: Pick<Delivery, 'status' | 'attempt'>): string {
  return isRetrying(delivery) ? 'Retrying' : STATUS_WORDS[delivery.status];
}

/** "Delivered, answered 200"; "Unreachable"; "Timed out". */
export function outcomeWords({
  outcome,
  statusCode,
  reason,
}: Pick<Attempt, 'outcome' | 'statusCode' | 'reason'>): string {
  if (outcome === 'UNREACHABLE' && TIMEOUT.test(reason)) {
    return 'Timed out';
  }
  return statusCode === null
    ? OUTCOME_WORDS[outcome]
    : `${OUTCOME_WORDS[outcome]}, answered ${statusCode}`;
}

/** The number of scheduled attempts in a round; probes of a failing receiver come in addition. */
const SCHEDULED = 13;

/** The number of scheduled attempts of this delivery in a round: a test has only one. */
export function scheduled({ test }: Pick<Delivery, 'test'>): number {
  return test ? 1 : SCHEDULED;
}

/** "3 of 13": the place of the next attempt in the schedule, without probes; null if none follows by itself. */
export function nextAttemptName({
  attemptsLeft,
  test,
  waitsFor,
}: Pick<Delivery, 'attemptsLeft' | 'test' | 'waitsFor'>): string | null {
  if (attemptsLeft === null || waitsFor?.cause === 'ENABLING') {
    return null;
  }
  const all = scheduled({ test });
  return `${Math.min(all - attemptsLeft + 1, all)} of ${all}`;
}
