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
  const redacted = (line) => secrets.flatMap(([, values]) => values).reduce((rest, value) => rest.replaceAll(value, '...'), line);
  for (const [where, text] of t.receiver.logs()) {
    for (const [what, values] of secrets) {
      const line = text.split('\n').find((each) => values.some((value) => each.includes(value)));
      if (line === undefined) continue;
      throw new CaseFailure(
        `${where} holds ${what}, in "${redacted(line).slice(0, 160)}"; log the webhook-id and the status alone`,
      );
    }
  }
}

export const logs = [
  {
    name: 'logs',
    title: 'Logs hold no link, no address of the store and no Signature',
    needs: ['start', 'fetch'],
    run: deadHost,
  },
];
