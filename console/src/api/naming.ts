import { Problem } from './problem.ts';

/** How long a name that was asked for by itself is good. */
export const NAME_MS = 60_000;

/** What was asked for; null when there is none (404), which is worth remembering. Other problems are thrown. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof Problem && fault.status === 404) {
      return null;
    }
    throw fault;
  }
}
