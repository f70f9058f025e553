import type { Attempt, DeliveryStatus } from '../api/shapes.ts';

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

/** "Delivered, answered 200"; "Unreachable". */
export function outcomeWords({
  outcome,
  statusCode,
}: Pick<Attempt, 'outcome' | 'statusCode'>): string {
  return statusCode === null
    ? OUTCOME_WORDS[outcome]
    : `${OUTCOME_WORDS[outcome]}, answered ${statusCode}`;
}
