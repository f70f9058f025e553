// Cases that kill the receiver, fill its disk or hold its download. One at a time.
import { announcement, bodyOf, newId } from '../announcement.mjs';
import { signed } from '../breaks.mjs';
import { someReport } from '../store.mjs';
import { CaseFailure, CaseSkipped } from '../trial.mjs';

const ROUNDS = 2;
const IN_A_ROUND = 6;
const DRIP_SECONDS = 2;
const COMMIT_FIRST = 'commit before you answer';

/** A report whose link works only after the suite has killed the receiver. */
function heldReport(t, gate) {
  return { id: newId(), report: t.store.add({ link: () => (gate.open ? undefined : { status: 503 }) }), answered: false };
}

async function storesBeforeItAnswers(t) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const gate = { open: false };
    const deliveries = Array.from({ length: IN_A_ROUND }, () => heldReport(t, gate));
    await Promise.all(deliveries.map((delivery) => sendAndKill(t, delivery)));
    await t.receiver.restart();
    gate.open = true;
    const answered = deliveries.filter((each) => each.answered);
    if (answered.length === 0) throw new CaseFailure('no request was answered 2xx');
    for (const { report } of answered)
      await t.fetched(report, {
        what: `of ${answered.length} requests that were answered 2xx before a kill, one`,
        hint: COMMIT_FIRST,
      });
  }
}

async function sendAndKill(t, delivery) {
  const request = signed(t.values({ body: bodyOf(announcement(delivery.report)), id: delivery.id }));
  await t.send({
    ...request,
    onStatus: (status) => {
      if (status >= 200 && status <= 299) delivery.answered = true;
      t.receiver.killNow();
    },
  });
}

async function fullDisk(t) {
  const gate = { open: false };
  const { id, report } = heldReport(t, gate);
  const limited = t.receiver.limitFileSize();
  let answer;
  if (limited) answer = await t.send(signed(t.values({ body: bodyOf(announcement(report)), id })));
  await t.receiver.restart();
  if (!limited) throw new CaseSkipped('needs Linux and prlimit (package util-linux)');
  gate.open = true;
  if (answer.status >= 200 && answer.status <= 299) {
    await t.fetched(report, { what: 'a report that was answered 2xx although the disk was full', hint: COMMIT_FIRST });
  } else {
    await t.announce(report, { id });
    await t.fetched(report, { what: 'the repeat of a report for which the disk was full' });
  }
}

async function continuesAfterAKill(t) {
  let release;
  const until = new Promise((resolve) => (release = resolve));
  const report = t.store.add({
    bytes: someReport(400_000),
    object: (number) => (number === 0 ? { stallAfter: 200_000, until } : undefined),
  });
  try {
    await t.announce(report);
    await t.until(() => report.objects[0]?.sent > 0, 'the report was not fetched');
    await t.receiver.restart();
  } finally {
    release();
  }
  await t.until(
    () => report.objects.slice(1).some((each) => each.complete),
    'a download that a kill interrupted was not continued after the restart',
  );
  await t.saved(report);
}

/** A receiver may wait for the rest of the answer, but not forever. */
async function endlessRedirect(t) {
  const report = t.store.add({ link: (number) => (number === 0 ? { endless: true } : undefined) });
  await t.announce(report);
  await t.fetchedAgain(report, {
    what: 'a report whose link answered 302 with a body that does not end',
    seconds: Math.max(t.patience, t.deadline),
    hint: 'follow the redirect without reading its body, or limit the time for it',
  });
  await t.saved(report);
}

/** Sends a byte now and then, so that a receiver's limit for silence does not end the download. */
async function slowReport(t) {
  let release;
  const until = new Promise((resolve) => (release = resolve));
  const slow = t.store.add({ object: () => ({ stallAfter: 500, drip: DRIP_SECONDS, until }) });
  try {
    await t.announce(slow);
    await t.until(() => slow.objects[0]?.sent > 0, 'the report was not fetched');
    const other = t.store.add();
    await t.announce(other);
    await t.fetched(other, {
      what: 'a report behind one that comes byte by byte',
      seconds: Math.max(t.patience, t.deadline),
      hint: 'fetch several at a time, or limit the time for each',
    });
  } finally {
    release();
  }
}

export const kills = [
  { name: 'stored-first', title: 'An announcement that was answered 2xx survives a kill', needs: ['start', 'fetch'], run: storesBeforeItAnswers },
  { name: 'full-disk', title: 'An announcement that cannot be stored is not answered 2xx', needs: ['start', 'fetch'], run: fullDisk },
  { name: 'continues', title: 'A download that a kill interrupted continues', needs: ['start', 'fetch'], run: continuesAfterAKill },
  {
    name: 'endless-redirect',
    title: 'A redirect whose body does not end does not stop the download',
    needs: ['fetch'],
    run: endlessRedirect,
  },
  { name: 'slow-report', title: 'One slow report does not hold up the others', needs: ['fetch'], run: slowReport },
];
