// Functions that the commands share to send requests to the system.
import { setTimeout as pause } from 'node:timers/promises';
import { RequestFailure } from './cdr-system.mjs';
import { retrySeconds, system } from './settings.mjs';

const TRIES = 5;

/** Repeats a request that may succeed later: after Retry-After, or after 1, 2, 4 and 8 minutes. */
export async function patiently(ask) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const passes = error instanceof RequestFailure && [0, 409, 429, 503].includes(error.status);
      if (!passes || tries + 1 === TRIES) throw error;
      await pause((error.retryAfterSeconds || 60 * 2 ** tries * retrySeconds) * 1000);
    }
  }
}

/** The parameters that select a configuration: the named one, or that of the newest delivery in the inbox. */
export function subjectOf(inbox, configuration) {
  if (!system) throw new Error('set CDR_SYSTEM to the address of the system: the origin of each callbackURL');
  if (configuration) return { configurationId: configuration };
  const deliveryId = inbox.newestId();
  if (!deliveryId) throw new Error('the inbox is empty: add --configuration cfg_...');
  return { deliveryId };
}
