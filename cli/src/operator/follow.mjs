// Watches deliveries: prints each that is new, and each whose status or attempt has changed.
import { setTimeout as pause } from 'node:timers/promises';
import { EXITS } from './exits.mjs';

/** The most new deliveries that it reads in one check. If there are more, it shows only the newest ones. */
const MAX_NEW = 1000;
const MAX_PAUSE_SECONDS = 60;

/** Watches until the person stops it. It tries again if the API does not answer, and ends when the session ends. */
export async function follow(api, query, { limit, seconds, print }, io) {
  const seen = new Map();
  const { stop } = io; // listens before anything is printed
  let wait = seconds;
  for (;;) {
    try {
      const found = await look(api, query, limit, seen);
      found.reverse();
      print(found.filter((delivery) => seen.get(delivery.id) !== versionOf(delivery)));
      remember(seen, found, limit + MAX_NEW);
      wait = seconds;
    } catch (failure) {
      if (failure.exitCode !== EXITS.unavailable) throw failure;
      io.error(`${failure.message} Trying again.`);
      wait = Math.min(wait * 2, MAX_PAUSE_SECONDS);
    }
    if (!(await paused(wait, stop))) return 0;
  }
}

/** The newest deliveries: `limit` of them, and more while none of them has been seen. */
async function look(api, query, limit, seen) {
  const found = [];
  let overlaps = seen.size === 0;
  for await (const delivery of api.items('/deliveries', 'deliveries', { ...query, limit: Math.min(limit, 100) })) {
    found.push(delivery);
    overlaps ||= seen.has(delivery.id);
    if (found.length >= (overlaps ? limit : MAX_NEW)) break;
  }
  return found;
}

/** Remembers the found deliveries, and forgets the oldest ones above `most`. */
function remember(seen, found, most) {
  for (const delivery of found) {
    seen.delete(delivery.id);
    seen.set(delivery.id, versionOf(delivery));
  }
  for (const id of seen.keys()) {
    if (seen.size <= most) return;
    seen.delete(id);
  }
}

function versionOf({ status, reason, round, attempt }) {
  return JSON.stringify([status, reason, round, attempt]);
}

async function paused(seconds, signal) {
  try {
    await pause(seconds * 1000, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
