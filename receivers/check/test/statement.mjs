// The command of the test's receiver that keeps statements. Option: --mistake.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asker, holds } from './asking.mjs';

const text = { type: 'string' };
const { day, configuration, mistake } = parseArgs({ options: { day: text, configuration: text, mistake: text } }).values;
const makes = (name) => name === mistake;
const signatures = process.env.CDR_SIGNATURES.split('\n').filter(Boolean);
const send = asker(process.env.CDR_SYSTEM, signatures, makes);

const folder = join(process.env.CDR_FOLDER, 'statements');
mkdirSync(folder, { recursive: true, mode: 0o700 });
let before = '';
for (let part = 1; ; part += 1) {
  const answer = await send({ request: 'statement', configurationId: configuration, day, part });
  if (answer.status !== 200) throw new Error(`the system answered ${answer.status}`);
  if (!holds(answer, signatures) && !makes('statement not verified')) throw new Error('the answer has an invalid signature');
  const statement = JSON.parse(answer.body);
  if (statement.before !== before && !makes('parts not compared')) throw new Error('the part does not name the previous one');
  const kept = makes('statement written again') ? JSON.stringify(statement) : answer.body;
  writeFileSync(join(folder, `${day}.${part}.json`), kept, { mode: 0o600 });
  before = createHash('sha256').update(answer.body).digest('hex');
  if (statement.lastPart || makes('first part alone')) break;
}
