import { Problem } from './problem.ts';

/** The time for which a separately fetched name stays fresh. */
export const NAME_MS = 60_000;

/** Returns the answer, or null for a 404, which can be cached. Throws other problems. */
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
