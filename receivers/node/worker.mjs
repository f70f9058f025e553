// Collects the announced reports, several at a time, so that a slow one does not delay the others.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasReport, readAnnouncement } from './announcement.mjs';
import { download, DownloadFailure } from './download.mjs';
import { endsSoon, renew } from './renewal.mjs';

const AT_ONCE = 8;
const MOST_SECONDS_BETWEEN_TRIES = 60;
const SECONDS_UNTIL_A_DEAD_LINK_IS_TRIED = 24 * 3600;
const MILLISECONDS_AFTER_A_FAULT_OF_THE_INBOX = 10_000;
const now = () => Date.now() / 1000;
/** Logs one line for each event. The line never contains a link, a Signature or the text of an error of a library. */
export const log = (id, event) => console.log(`${new Date().toISOString()} ${id} ${event}`);

/**
 * Looks for due reports five times a second. Reports that a killed process did not finish are due too. Settings: `folder`, `retrySeconds`
 * (the first pause), `signatures`, and `system`, which gives fresh links; without it the worker waits for repeats.
 */
export function startWorker(inbox, settings) {
  const busy = new Set();
  setInterval(() => {
    try {
      // Reports in collection are still due. Among twice as many rows, some are always new.
      for (const report of inbox.due(Math.floor(now()), 2 * AT_ONCE)) {
        if (busy.has(report.id) || busy.size === AT_ONCE) continue;
        busy.add(report.id);
        collect(inbox, report, settings)
          .catch((error) => {
            log(report.id, `not noted in the inbox: ${error.code ?? error.name}`);
            // The report is still due, for example on a full disk: do not request its link five times a second.
            return pause(MILLISECONDS_AFTER_A_FAULT_OF_THE_INBOX);
          })
          .finally(() => busy.delete(report.id));
      }
    } catch (error) {
      log('-', `the inbox cannot be read: ${error.code ?? error.name}`);
    }
  }, 200);
}

async function collect(inbox, report, { folder, retrySeconds, signatures, system }) {
  if (report.id.startsWith('notice_')) {
    inbox.collected(report, Math.floor(now()));
    return log(report.id, 'a notice, nothing to fetch: the inbox has it');
  }
  const announcement = readAnnouncement(report.body);
  if (announcement === null) {
    inbox.setAside(report, 'the body is no announcement');
    return log(report.id, 'set aside: the body is no announcement');
  }
  if (!hasReport(announcement)) {
    inbox.collected(report, Math.floor(now()));
    return log(report.id, 'nothing to fetch: the inbox has the error');
  }
  let refusal; // why there is no fresh link; the old one may work for some more minutes
  if (system && endsSoon(announcement)) {
    refusal = await renew(system, inbox, report, retrySeconds);
    if (!refusal) return log(report.id, 'has a fresh link');
  }
  try {
    await download(announcement, join(folder, 'reports', report.id), signatures);
  } catch (error) {
    if (system && error.freshLinkHelps) {
      refusal ??= await renew(system, inbox, report, retrySeconds);
      if (!refusal) return log(report.id, 'has a fresh link');
    }
    if (refusal?.gone) {
      inbox.setAside(report, 'the report no longer exists');
      return log(report.id, 'set aside: the report no longer exists');
    }
    // The text of other errors may hold the link, which is a credential: only their kind is logged.
    const why = error instanceof DownloadFailure ? error.message : (error.cause?.code ?? error.code ?? error.name);
    const backoff = Math.max(error.retryAfterSeconds ?? 0, Math.min(MOST_SECONDS_BETWEEN_TRIES, retrySeconds * 2 ** report.tries));
    // Without a system, only a repeat has another link; the worker tries it as soon as it arrives.
    const wait = refusal ? Math.max(backoff, refusal.wait) : error.linkIsDead ? SECONDS_UNTIL_A_DEAD_LINK_IS_TRIED : backoff;
    inbox.retry(report, Math.floor(now() + wait));
    const asked = refusal ? `; no fresh link: ${refusal.why}` : '';
    return log(report.id, `not collected: ${why}${asked}, next try in ${wait} s or when a repeat arrives`);
  }
  inbox.collected(report, Math.floor(now()));
  log(report.id, 'saved');
}
