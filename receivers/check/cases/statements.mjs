// Cases about a command that keeps statements.
import { createHash, randomBytes } from 'node:crypto';
import { bodyOf } from '../announcement.mjs';
import { CONFIGURATION } from '../system.mjs';
import { CaseFailure } from '../trial.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Two parts without reports. The blanks make a part longer than a webhook may be: real ones have up to 500 reports. */
function partsOf(day, before = sha256) {
  const part = (number, hash) => ({
    ...{ statement: 1, configurationId: CONFIGURATION, day, part: number, lastPart: number === 2 },
    ...{ madeAt: `${day}T23:59:59.000Z`, before: hash, numbers: [], reports: [] },
  });
  const bytes = (...of) => Buffer.concat([bodyOf(part(...of)), Buffer.alloc(70_000, ' ')]);
  const first = bytes(1, '');
  return [first, bytes(2, before(first))];
}

const ask = (t, day) => t.receiver.run(`${t.statement} --day ${day} --configuration ${CONFIGURATION}`, t.patience);

async function keepsEachPart(t) {
  const day = '2026-03-04';
  const parts = partsOf(day);
  t.system.state(day, parts);
  for (const run of [await ask(t, day), await ask(t, day)]) {
    if (t.system.faults.length) throw new CaseFailure(`a request to the system was refused: ${t.system.faults.at(-1)}`);
    if (run.code !== 0) {
      const said = run.said.trim().slice(-400);
      throw new CaseFailure(`${t.statement} --day ${day} ended with ${run.code ?? 'nothing'}; it printed "${said}"`);
    }
  }
  const lacking = parts.findIndex((bytes) => !t.receiver.saved(bytes)) + 1;
  if (!lacking) return;
  const hint = 'send requests until lastPart is true, and keep the bytes as they arrived';
  throw new CaseFailure(`no file below CDR_FOLDER is part ${lacking}, byte for byte; ${hint}`);
}

function refuses(day, what, parts, signatures, hint) {
  return async (t) => {
    t.system.state(day, parts, signatures);
    const { code } = await ask(t, day);
    if (code !== 0 && !t.receiver.saved(parts.at(-1))) return;
    throw new CaseFailure(`a part ${what} was kept, or the command ended with 0; ${hint}`);
  };
}

const OTHER_KEY = [randomBytes(24).toString('base64')];

export const statements = [
  { name: 'statement', title: 'Each part of a statement is kept byte for byte', run: keepsEachPart },
  {
    name: 'statement-forged',
    title: 'A part of a statement counts only with a valid signature',
    run: refuses('2026-03-05', 'with an invalid signature', partsOf('2026-03-05'), OTHER_KEY, 'verify the answer as a webhook'),
  },
  {
    name: 'statement-chain',
    title: 'A part of a statement names the previous part',
    run: refuses(
      '2026-03-06',
      'that does not name the previous one',
      partsOf('2026-03-06', () => sha256('another part')),
      undefined,
      'compare `before` with the SHA-256 of the previous part',
    ),
  },
].map((each) => ({ needs: ['start'], ability: 'statement', ...each }));
