// Keeps the statement of a day, each part as it arrived: CDR_FOLDER/statements/<day>.<part>.json.
// node statement.mjs --day 2026-03-04 [--configuration cfg_...]: without --configuration, that of the newest delivery in the inbox.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { patiently, subjectOf } from './asking.mjs';
import { openInbox } from './inbox.mjs';
import { folder, system } from './settings.mjs';

/** An existing part is evidence: other bytes never replace it. */
function save(path, bytes) {
  if (!existsSync(path)) {
    writeFileSync(`${path}.part`, bytes, { mode: 0o600 });
    renameSync(`${path}.part`, path);
  } else if (!readFileSync(path).equals(bytes)) throw new Error(`${path} has other bytes than the system sends now`);
}

async function main({ day = '', configuration }) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error('add --day, such as 2026-03-04');
  const of = subjectOf(openInbox(folder), configuration);
  const statements = join(folder, 'statements');
  mkdirSync(statements, { recursive: true, mode: 0o700 });
  let [part, reports, before, isLast] = [0, 0, undefined, false];
  while (!isLast) {
    part += 1;
    const bytes = await patiently(() => system.statement(of, day, part));
    const statement = JSON.parse(bytes.toString('utf8'));
    if (part > 1 && statement.before !== before) throw new Error(`part ${part} of ${day} does not name the previous part`);
    save(join(statements, `${day}.${part}.json`), bytes);
    before = createHash('sha256').update(bytes).digest('hex');
    reports += statement.reports.length;
    isLast = statement.lastPart;
  }
  console.log(`${day}: ${reports} reports, parts: ${part}`);
}

try {
  await main(parseArgs({ options: { day: { type: 'string' }, configuration: { type: 'string' } } }).values);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
