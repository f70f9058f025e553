// Cases of a receiver that requests fresh links and missing reports from the system. CDR_SYSTEM names the system.
import { randomBytes } from 'node:crypto';
import { newId, unixSeconds } from '../announcement.mjs';
import { someReport } from '../store.mjs';
import { CaseFailure } from '../trial.mjs';
import { waitFor } from '../wait.mjs';

/** A receiver need not renew a link that is younger than a minute. */
const OLD_SECONDS = 120;
/** A delivery signed so far ahead is the newest in the inbox, because other cases sign up to 270 seconds ahead. */
const AHEAD_SECONDS = 290;
const RETRY_AFTER = 3;
const LEAST_PAUSE = 2;
const SOON_MILLISECONDS = 300_000;

/** A wait in seconds, for a started receiver: CDR_RETRY_SECONDS makes its pauses ten times as short. */
const LONGER_THAN_A_MINUTE = 7;
/** The most renewals in that time: the receiver must leave a minute between them. */
const MOST_RENEWALS = 2;

const passed = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

const expired = () => ({ status: 410 });
/** The answer of a link that was issued before a rotation without an overlap. */
const forbidden = () => ({ status: 403 });

/** Announces a report whose link does not work. A renewal returns a link that works, unless `renewal` says otherwise. */
async function announceEnded(t, { link = expired, changes, renewal } = {}) {
  const ended = t.store.add({ link });
  const fresh = t.store.add({ of: ended });
  const id = t.system.add(fresh, { renewal, listed: false });
  await t.announce(ended, { id, changes, timestamp: unixSeconds() - OLD_SECONDS });
  return { id, ended, fresh };
}

async function renewed(t, { id, fresh }, what) {
  const { faults } = t.system;
  await t.until(() => faults.length || t.system.renewalsOf(id).length, `${what}: no renew-link request reached CDR_SYSTEM`);
  const seconds = Math.max(t.patience, t.deadline);
  await waitFor(() => faults.length || fresh.fetched, seconds);
  if (faults.length) throw new CaseFailure(`a request to the system was refused: ${faults.at(-1)}`);
  await t.fetched(fresh, { what: `the fresh link of ${what}`, seconds: 0 });
  await t.saved(fresh, what);
}

async function renewsAnExpiredLink(t) {
  await renewed(t, await announceEnded(t), 'a report whose link answers 410');
}

async function renewsAForbiddenLink(t) {
  await renewed(t, await announceEnded(t, { link: forbidden }), 'a report whose link answers 403');
}

/** The link fails now, and expires before the receiver's pauses are over. */
async function renewsBeforeTheEnd(t) {
  const changes = { validUntil: new Date(Date.now() + SOON_MILLISECONDS).toISOString().replace(/\.\d+Z$/, 'Z') };
  const delivery = await announceEnded(t, { link: () => ({ status: 503 }), changes });
  await renewed(t, delivery, 'a report whose link fails, and ends in five minutes');
}

async function continuesAfterARenewal(t) {
  const bytes = someReport(400_000);
  const link = (number) => (number === 0 ? undefined : { status: 410 });
  const ended = t.store.add({ bytes, link, object: () => ({ cutAfter: 200_000 }) });
  const fresh = t.store.add({ of: ended });
  const id = t.system.add(fresh, { listed: false });
  await t.announce(ended, { id, timestamp: unixSeconds() - OLD_SECONDS });
  await renewed(t, { id, fresh }, 'a report whose link expired after half of it');
  if (fresh.objects.findLast((each) => each.complete).from === 0)
    throw new CaseFailure('after the renewal the download began at byte 0 again; keep what was there, with its ETag');
}

async function waitsWhenThrottled(t) {
  let refusedAt;
  const refusal = { status: 429, headers: { 'Retry-After': String(RETRY_AFTER) } };
  const renewal = (number) => {
    if (number > 0) return undefined;
    refusedAt = performance.now();
    return refusal;
  };
  const delivery = await announceEnded(t, { renewal });
  await renewed(t, delivery, 'a report whose first renewal answers 429');
  const pause = (t.system.renewalsOf(delivery.id)[1].receivedAt - refusedAt) / 1000;
  if (pause < LEAST_PAUSE)
    throw new CaseFailure(`it sent the request again after ${pause.toFixed(1)} s, although the answer 429 had Retry-After: ${RETRY_AFTER}`);
}

const verifiesTheAnswer = (what, falsified) => async (t) => {
  const trap = t.store.add();
  const delivery = await announceEnded(t, { renewal: (number) => (number === 0 ? { report: trap, ...falsified() } : undefined) });
  const seconds = Math.max(t.patience, t.deadline);
  await waitFor(() => trap.links.length > 0 || delivery.fresh.fetched, seconds);
  if (trap.links.length > 0) throw new CaseFailure(`the link of an answer ${what} was followed; verify the answer as a webhook`);
  await renewed(t, delivery, `a report whose first renewal was answered ${what}`);
};

/** The system answers that the report no longer exists. Another request cannot help. */
async function givesUp(t) {
  const { id } = await announceEnded(t, { renewal: () => ({ status: 410 }) });
  await t.until(() => t.system.renewalsOf(id).length > 0, 'a report whose link answers 410: no renew-link request reached CDR_SYSTEM');
  await passed(LONGER_THAN_A_MINUTE);
  const times = t.system.renewalsOf(id).length;
  if (times > 1) throw new CaseFailure(`it requested a report that no longer exists ${times} times; give up after 410`);
}

/** The fresh link answers 403 too, for example because the receiver's requests come from another network. */
async function renewsNotAtOnce(t) {
  const ended = t.store.add({ link: forbidden });
  const id = t.system.add(t.store.add({ of: ended, link: forbidden }), { listed: false });
  await t.announce(ended, { id, timestamp: unixSeconds() - OLD_SECONDS });
  await t.until(() => t.system.renewalsOf(id).length > 0, 'a report whose links answer 403: no renew-link request reached CDR_SYSTEM');
  await passed(LONGER_THAN_A_MINUTE);
  const times = t.system.renewalsOf(id).length;
  if (times > MOST_RENEWALS) throw new CaseFailure(`it requested a link ${times} times, since each fresh link also answered 403; wait before you renew a fresh link`);
}

/** Seven deliveries in pages of two. The receiver knows one of them. */
async function findsWhatIsMissing(t) {
  const reports = Array.from({ length: 7 }, (_, number) => t.store.add({ fileName: `missing-${number}.zip` }));
  const ids = reports.map((report, number) => t.system.add(report, { renewal: (count) => firstThrottled(number, count) }));
  await t.announce(reports[0], { id: ids[0], timestamp: unixSeconds() + AHEAD_SECONDS });
  await t.fetched(reports[0]);
  const first = await t.receiver.run(`${t.missing} --since 24h`, t.patience);
  if (first.code !== 0) throw new CaseFailure(`${t.missing} --since 24h ended with ${first.code ?? 'nothing'}; ${said(first)}`);
  const unnamed = ids.slice(1).find((id) => !first.said.includes(id));
  if (unnamed) throw new CaseFailure(`${t.missing} did not name ${unnamed}, which the inbox lacks; ${said(first)}`);
  if (first.said.includes(ids[0])) throw new CaseFailure(`${t.missing} named ${ids[0]}, which the inbox has; ${said(first)}`);
  if (t.system.faults.length) throw new CaseFailure(`a request to the system was refused: ${t.system.faults.at(-1)}`);
  for (const report of reports.slice(1)) await t.fetched(report, { what: 'a report that was missing' });
  for (const report of reports.slice(1)) await t.saved(report, 'a report that was missing');
  const second = await t.receiver.run(`${t.missing} --since 24h`, t.patience);
  if (second.code !== 0 || ids.some((id) => second.said.includes(id)))
    throw new CaseFailure(`${t.missing} did not end with 0, or named reports that are there; ${said(second)}`);
}

const firstThrottled = (number, count) =>
  number === 3 && count === 0 ? { status: 429, headers: { 'Retry-After': '1' } } : undefined;

const said = (run) => `it printed "${run.said.trim().slice(-400)}"`;

const OTHER_KEY = () => ({ signatures: [randomBytes(24).toString('base64')] });
const OTHER_ID = () => ({ id: newId() });

export const renewals = [
  { name: 'renew-expired', title: 'A link that answers 410 is renewed', run: renewsAnExpiredLink },
  { name: 'renew-forbidden', title: 'A link that answers 403 is renewed', run: renewsAForbiddenLink },
  { name: 'renew-in-time', title: 'A link that ends within ten minutes is renewed', run: renewsBeforeTheEnd },
  { name: 'renew-continues', title: 'A download continues with the fresh link', run: continuesAfterARenewal },
  { name: 'renew-throttled', title: 'A renewal that answers 429 is retried after its Retry-After', run: waitsWhenThrottled },
  {
    name: 'renew-forged',
    title: 'The answer to a renewal counts only with a valid signature',
    run: verifiesTheAnswer('with an invalid signature', OTHER_KEY),
  },
  {
    name: 'renew-other-id',
    title: 'The answer to a renewal counts only for its delivery',
    run: verifiesTheAnswer('for another delivery', OTHER_ID),
  },
  { name: 'renew-pauses', title: 'A fresh link that also answers 403 is not renewed at once', run: renewsNotAtOnce },
  { name: 'renew-gone', title: 'A report that no longer exists is requested once', run: givesUp },
].map((each) => ({ needs: ['start', 'fetch'], ability: 'renews', ...each }));

export const missing = [
  {
    name: 'missing',
    title: 'Reports that the inbox lacks are listed, named and fetched',
    needs: ['start', 'fetch'],
    ability: 'missing',
    run: findsWhatIsMissing,
  },
];
