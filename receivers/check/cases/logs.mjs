// Whether the receiver's logs hold secrets. Runs last.
import { announcement } from '../announcement.mjs';
import { CaseFailure } from '../trial.mjs';

/** Announces a link at a port that nothing listens on: exceptions of HTTP clients name the URL. */
async function deadHost(t) {
  const report = t.store.add();
  const changes = { callbackURL: announcement(report).callbackURL.replace(/:\d+\//, ':1/') };
  t.later.push({ name: 'logs', check: () => checkLogs(t) });
  await t.announce(report, { changes });
}

function checkLogs(t) {
  const secrets = [['a Signature', t.signatures], ...t.store.secrets()];
  for (const [where, text] of t.receiver.logs()) {
    for (const [what, values] of secrets) {
      const found = values.find((value) => text.includes(value));
      if (found) throw new CaseFailure(`${where} holds ${what} (it begins ${found.trim().slice(0, 8)}); log the webhook-id and the status alone`);
    }
  }
}

export const logs = [{ name: 'logs', title: 'Logs hold no link, no address of the store and no Signature', needs: ['start', 'fetch'], run: deadHost }];
