// Gets a fresh link for a report whose link has ended, or ends soon.
import { RequestFailure } from './cdr-system.mjs';

const SOON_MILLISECONDS = 600_000;
const MOST_SECONDS_BETWEEN_REQUESTS = 3600;

/** A time that cannot be parsed never ends: the link itself answers 410 when it has expired. */
export const endsSoon = ({ validUntil }) => Date.parse(validUntil) - Date.now() < SOON_MILLISECONDS;

/**
 * Puts an announcement with a fresh link into the inbox. When that fails, returns { why, wait, gone }: after how many
 * seconds to ask again, and whether the report no longer exists.
 */
export async function renew(system, inbox, report, retrySeconds) {
  const pause = Math.min(MOST_SECONDS_BETWEEN_REQUESTS, 60 * 2 ** report.tries) * retrySeconds;
  // A new link that is already dead must not cause one request after the other.
  const isNew = Date.now() / 1000 - report.signedAt < 60 * retrySeconds;
  if (isNew) return { why: 'the link is too new to ask for another one', wait: pause, gone: false };
  try {
    const { signedAt, body } = await system.renew(report.id);
    inbox.keep(report.id, signedAt, body);
    return undefined;
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    return { why: error.message, wait: Math.max(pause, error.retryAfterSeconds), gone: error.status === 410 };
  }
}
