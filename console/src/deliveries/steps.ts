import type { Attempt, DeliveryWithAttempts } from '../api/shapes.ts';
import { scheduled } from './words.ts';

/** The name of an attempt: "3 of 13", "3 of 13, round 2"; a probe has no place in the schedule. */
export function attemptName(attempt: Attempt, delivery: DeliveryWithAttempts): string {
  const round = delivery.round > 1 ? `, round ${attempt.round}` : '';
  const before = delivery.attempts.filter(
    (other) => other.round === attempt.round && other.number < attempt.number,
  );
  return isProbe(attempt, delivery)
    ? `${attempt.number}, a probe${round}`
    : `${attempt.number - probes(before, delivery)} of ${scheduled(delivery)}${round}`;
}

function probes(attempts: Attempt[], delivery: DeliveryWithAttempts): number {
  return attempts.filter((attempt) => isProbe(attempt, delivery)).length;
}

/** Recognises a probe: a failed attempt that scheduled no next one although the round continued. */
function isProbe(attempt: Attempt, { attempts, status, round }: DeliveryWithAttempts): boolean {
  const goesOn =
    (status === 'PENDING' && attempt.round === round) ||
    attempts.some((other) => other.round === attempt.round && other.number > attempt.number);
  return attempt.outcome !== 'DELIVERED' && attempt.nextAttemptAt === null && goesOn;
}
