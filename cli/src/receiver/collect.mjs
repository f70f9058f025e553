// `collect`: fetches all reports of a configuration without an open port: it lists, renews the links, and downloads.
import { setTimeout as timer } from 'node:timers/promises';
import { hasReport } from '../../../receivers/node/announcement.mjs';
import { CommandFailure, UsageError } from '../failures.mjs';
import { wholeNumber } from '../options.mjs';
import { download } from './download.mjs';
import { collectedUntil, hasFileOf, isCollected, rememberCollectedUntil } from './folder.mjs';
import { fetchStatement } from './statement.mjs';
import { dayOf, dayOption, hasFile, partsOf } from './statements.mjs';
import { sinceOf, systemOf, systemOptions } from './system.mjs';
import { amount, quoted } from './text.mjs';

/** The number of downloads at once. A slow one delays only itself. */
const AT_ONCE = 4;

export const collect = {
  name: 'collect',
  group: 'For developers of receivers',
  summary: 'fetch all reports without an open port, once or repeatedly',
  usage: 'DIR --system URL --configuration ID [--since TIME | --day DAY] [--poll SECONDS]',
  arguments: ['DIR'],
  options: {
    ...systemOptions,
    ...dayOption('fetch the reports in the statement of this day, and keep the statement'),
    poll: { type: 'string', value: 'SECONDS', about: 'check again after this many seconds, until Ctrl-C' },
  },
  details: `Each report becomes DIR/ID/NAME, with the id of its delivery. A report that is already there is not fetched again, and
the next run continues where the last complete one ended, unless --since is given. The configuration must accept
receiver requests.
The exit code is 0 if DIR then has all reports that the system still has, and 1 if not.`,

  async run({ options, positionals: [folder] }, io) {
    if (options.day) return collectDay(options, folder, io);
    const seconds = options.poll && wholeNumber(options.poll, '--poll', 10, 86_400);
    const system = systemOf(options, 'collect', io);
    sinceOf(options); // an invalid --since ends the command here, before any request
    const stop = seconds ? io.stop : undefined; // listens to Ctrl-C before the first output
    let since = options.since && sinceOf(options);
    for (;;) {
      const complete = await round(system, folder, since ?? collectedUntil(folder) ?? sinceOf(options), io, stop).catch((failure) => {
        if (!seconds || !(failure instanceof CommandFailure)) throw failure;
        io.error(`${failure.message}; trying again in ${seconds} s`);
      });
      if (!seconds) return complete ? 0 : 1;
      if (complete) since = undefined;
      if (await stopped(seconds, stop)) return 0;
    }
  },
};

/** Fetches the files of a day's statement that the folder lacks, or has with another size or digest. */
async function collectDay(options, folder, io) {
  if (options.poll || options.since) throw new UsageError('--day cannot be combined with --since or --poll');
  const system = systemOf(options, 'collect', io);
  const day = dayOf(options.day);
  await fetchStatement(system, folder, day);
  let [count, fetched, missing] = [0, 0, 0];
  for (const { reports } of partsOf(folder, day)) {
    const wanted = [];
    for (const report of reports.filter(hasFile)) if (!(await hasFileOf(folder, report))) wanted.push(report);
    const result = await fetchAll(system, wanted, folder, io);
    [count, fetched, missing] = [count + reports.length, fetched + result.fetched, missing + result.missing];
  }
  io.out(`${amount(count)} stated for ${day}, ${amount(fetched)} fetched, ${amount(missing)} missing`);
  return missing === 0 ? 0 : 1;
}

/** Fetches the listed files that the folder lacks, until someone stops it. Returns whether none is missing afterwards. */
async function round(system, folder, since, io, stop) {
  const { items, completeUntil } = await system.list(since);
  const wanted = items.filter((report) => !isCollected(folder, report));
  const failed = wanted.filter((report) => !hasReport(report));
  for (const { deliveryId, fileName, error } of failed) io.out(`${deliveryId}  ${quoted(fileName)}: not fetched, ${quoted(error)}`);
  const { fetched, missing } = await fetchAll(system, wanted.filter(hasReport), folder, io, stop);
  if (stop?.aborted) return false;
  if (missing === 0) rememberCollectedUntil(folder, completeUntil);
  io.out(`${amount(items.length)} listed up to ${completeUntil}, ${amount(fetched)} fetched, ${amount(missing)} missing`);
  return missing === 0;
}

async function fetchAll(system, reports, folder, io, stop) {
  let [fetched, missing] = [0, 0];
  await inTurns(reports, async (report) => {
    if (stop?.aborted) return;
    const { line, complete, gone } = await fetchOne(system, report, folder);
    io.out(`${report.deliveryId}  ${quoted(report.fileName)}: ${line}`);
    if (complete) fetched += 1;
    else if (!gone) missing += 1;
  });
  return { fetched, missing };
}

/** Downloads a report. Its failure does not stop the other downloads. */
async function fetchOne(system, { deliveryId, fileSha256 }, folder) {
  try {
    const announced = await system.renew(deliveryId);
    // The announcement of payload 1 lacks the digest that the list may have.
    const expected = { ...announced, fileSha256: announced.fileSha256 || fileSha256 };
    const fetched = await download(expected, deliveryId, folder, system.signatures);
    return fetched.complete ? { ...fetched, line: `${fetched.line}${await confirmed(system, deliveryId, fetched.sha256)}` } : fetched;
  } catch (failure) {
    if (!(failure instanceof CommandFailure) && !failure.code) throw failure;
    return { line: failure.message, complete: false, gone: failure.gone };
  }
}

/** Sends the receipt. The file is complete, so a refused receipt gives only a message. */
async function confirmed(system, deliveryId, sha256) {
  try {
    return (await system.confirm(deliveryId, sha256)) === false ? ', but the system announced another digest' : '';
  } catch (failure) {
    if (!(failure instanceof CommandFailure)) throw failure;
    return `, without a receipt (${failure.message})`;
  }
}

async function inTurns(items, call) {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await call(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function stopped(seconds, signal) {
  try {
    await timer(seconds * 1000, undefined, { signal });
    return false;
  } catch {
    return true;
  }
}
