// Cases about the receiver's secrets in its logs and files, where others may read them.
import { relative } from 'node:path';
import { announcement } from '../announcement.mjs';
import { CaseFailure, CaseSkipped } from '../trial.mjs';

/** Announces a link at a closed port, because exceptions of HTTP clients contain the URL. */
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
        `${where} contains ${what}, in "${redacted(line).slice(0, 160)}"; log only the webhook-id and the status`,
      );
    }
  }
}

/** Searches at the end, when the files contain all links. */
async function filesOfTheOwner(t) {
  if (process.platform === 'win32') throw new CaseSkipped('needs file modes');
  t.later.push({ name: 'private-files', check: () => checkFiles(t) });
}

function checkFiles({ receiver, store }) {
  const tokens = store.tokens();
  const open = receiver.readableByOthers().find(([, content]) => tokens.some((token) => content.includes(token)));
  if (!open) return;
  const path = relative(receiver.folder, open[0]);
  throw new CaseFailure(
    `every user of the machine may read ${path}, which contains links that still work; create it with mode 0600, or its folder with 0700`,
  );
}

export const logs = [
  {
    name: 'logs',
    title: 'Logs contain no link, no address of the store and no Signature',
    needs: ['start', 'fetch'],
    run: deadHost,
  },
  {
    name: 'private-files',
    title: 'Files with links are readable only by their owner',
    needs: ['start'],
    run: filesOfTheOwner,
  },
];
