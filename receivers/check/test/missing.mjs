// The command of the test's receiver that finds missing reports: it sends each announcement to the receiver. Option: --mistake.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CONFIGURATION } from '../system.mjs';
import { asker, holds } from './asking.mjs';

const text = { type: 'string' };
const { mistake } = parseArgs({ options: { since: text, mistake: text } }).values;
const makes = (name) => name === mistake;
const signatures = process.env.CDR_SIGNATURES.split('\n').filter(Boolean);
const send = asker(process.env.CDR_SYSTEM, signatures, makes);

async function ask(properties) {
  for (;;) {
    const answer = await send(properties);
    if (answer.status !== 429) {
      if (!holds(answer, signatures)) throw new Error('the answer has an invalid signature');
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

const known = new Set(readdirSync(join(process.env.CDR_FOLDER, 'inbox')));
const from = new Date(Date.now() - 86_400_000).toISOString();
let cursor = null;
do {
  const page = JSON.parse((await ask({ request: 'list-reports', configurationId: CONFIGURATION, from, cursor })).body);
  for (const { deliveryId } of page.items.filter((item) => !known.has(`${item.deliveryId}.json`))) {
    const { headers: all, body } = await ask({ request: 'renew-link', deliveryId });
    const headers = all.filter(([name]) => name.startsWith('webhook-'));
    const answer = await fetch(`http://127.0.0.1:${process.env.PORT}/cdr-webhook`, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`the receiver answered ${answer.status}`);
    console.log(deliveryId);
  }
  cursor = makes('first page alone') ? null : page.nextCursor;
} while (cursor !== null);
