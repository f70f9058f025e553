import type { Attempt } from '../api/shapes.ts';
import { outcomeWords } from './words.ts';

/** The outcome of an attempt, in one line. */
export function AttemptHeadline({ attempt }: { attempt: Attempt }) {
  return <>{outcomeWords(attempt)}</>;
}
