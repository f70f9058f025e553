import type { Attempt } from '../api/shapes.ts';
import { outcomeWords } from './words.ts';

/** The reason of the API for an attempt that ran out of time. */
const TOO_LATE = /^no complete answer within/i;

/** The outcome of an attempt, in one line. */
export function AttemptHeadline({ attempt }: { attempt: Attempt }) {
  return <>{TOO_LATE.test(attempt.reason) ? 'Timed out' : outcomeWords(attempt)}</>;
}

/** Returns whether the reason only repeats the headline: the status. */
export function repeatsHeadline({ reason, statusCode }: Attempt): boolean {
  return reason.replace(/[.]$/, '').toLowerCase() === `the receiver answered ${statusCode ?? ''}`;
}
