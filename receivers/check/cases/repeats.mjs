// Repeats of a delivery: the same webhook-id with a fresher link.
import { newId, unixSeconds } from '../announcement.mjs';
import { CaseFailure } from '../trial.mjs';

const REPLACE = "replace the stored body by a repeat's";

/** The first link is dead; a repeat has one that works. */
const freshLink = (statuses) => async (t) => {
  for (const status of statuses) {
    const id = newId();
    const dead = t.store.add({ link: () => ({ status }) });
    await t.announce(dead, { id });
    await t.until(() => dead.links.length > 0, 'the link was not requested');
    const fresh = t.store.add({ of: dead });
    await t.announce(fresh, { id });
    // After a 503 a receiver may pause. After a dead link it waits only for the repeat.
    const waits = status === 503 ? t.fetchedAgain : t.fetched;
    await waits.call(t, fresh, { what: `the newer link of a repeat (the first one answers ${status})`, hint: REPLACE });
    await t.saved(fresh);
  }
};

/** The repeat arrives while the worker waits for the answer of the first link, which then turns out to be dead. */
async function repeatDuringARequest(t) {
  const id = newId();
  let release;
  const dies = new Promise((resolve) => (release = () => resolve({ status: 410 })));
  const dead = t.store.add({ link: () => dies });
  const fresh = t.store.add({ of: dead });
  try {
    await t.announce(dead, { id });
    await t.until(() => dead.links.length > 0, 'the link was not requested');
    await t.announce(fresh, { id });
  } finally {
    release();
  }
  await t.fetched(fresh, {
    what: 'the newer link of a repeat that arrived while the first link was requested (it then answered 410)',
    hint: 'record the outcome of a try only if the stored body is still the one that was tried',
  });
  await t.saved(fresh);
}

/** An attempt that was signed earlier arrives later: its link is dead already. */
async function lateOlderRepeat(t) {
  const id = newId();
  let arrived = false;
  const fresh = t.store.add({ link: () => (arrived ? undefined : { status: 503 }) });
  const old = t.store.add({ of: fresh, link: () => ({ status: 410 }) });
  await t.announce(fresh, { id });
  await t.until(() => fresh.links.length > 0, 'the link was not requested');
  await t.announce(old, { id, timestamp: unixSeconds() - 100 });
  arrived = true;
  await t.fetchedAgain(fresh, { what: 'the newer link, after an older attempt arrived late,' });
}

/** Runs after all other cases, so that the file of the first case is complete. */
async function repeatAfterTheFile(t) {
  const again = t.store.add({ of: t.first.report });
  t.later.push({
    name: 'repeat-after-file',
    check: () => {
      if (again.links.length) throw new CaseFailure('a repeat was fetched although its file was there; remember the webhook-id');
    },
  });
  await t.announce(again, { id: t.first.id });
}

export const repeats = [
  {
    name: 'fresh-link',
    title: "A repeat's fresher link replaces one that answers 410, 404 or 503",
    needs: ['fetch'],
    run: freshLink([410, 404, 503]),
  },
  {
    name: 'repeat-during-request',
    title: "A repeat's fresher link counts although the first link then answers 410",
    needs: ['fetch'],
    run: repeatDuringARequest,
  },
  {
    name: 'late-older-repeat',
    title: 'An older attempt that arrives late does not replace a newer link',
    needs: ['fetch'],
    run: lateOlderRepeat,
  },
];

export const repeatsAfterwards = [
  {
    name: 'repeat-after-file',
    title: 'A repeat of a saved report is answered 2xx and not fetched',
    needs: ['fetch'],
    run: repeatAfterTheFile,
  },
];
