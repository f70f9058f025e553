// The suite: runs all cases against one receiver. The command `cdr-webhooks check` prints the results.
import { randomBytes } from 'node:crypto';
import { answers } from './cases/answers.mjs';
import { contents } from './cases/contents.mjs';
import { downloads } from './cases/downloads.mjs';
import { kills } from './cases/kills.mjs';
import { logs } from './cases/logs.mjs';
import { refusals } from './cases/refusals.mjs';
import { missing, renewals } from './cases/renewals.mjs';
import { repeats, repeatsAfterwards } from './cases/repeats.mjs';
import { statements } from './cases/statements.mjs';
import { newId } from './announcement.mjs';
import { freePort, StartedReceiver } from './started.mjs';
import { Store } from './store.mjs';
import { System } from './system.mjs';
import { CaseFailure, CaseSkipped, Trial } from './trial.mjs';
import { waitFor } from './wait.mjs';

export const PATH = '/cdr-webhook';
/** The reason to skip a case that kills the receiver or reads its folder. */
export const NEEDS_START = 'needs --start';

const FIRST = { name: 'report', title: 'A report is announced, answered 2xx, fetched and saved', run: firstReport };
const AT_ONCE = [...answers, ...refusals, ...downloads, ...repeats, ...logs];
const IN_TURN = [...repeatsAfterwards, ...kills, ...contents];
/** Cases about requests to the system. They run last, since the receiver then starts with CDR_SYSTEM. */
const ASKING = [...renewals, ...missing, ...statements];
export const CASES = [FIRST, ...AT_ONCE, ...IN_TURN, ...ASKING];

/** The Signatures of a started receiver: cases/answers.mjs explains the use of each. */
function ownSignatures() {
  const random = () => randomBytes(12).toString('hex');
  return [
    `new-${random()}`,
    `old-${random()}`,
    `  blanks ${random()}  `,
    `Schlüssel-日本-${random()}`,
    randomBytes(24).toString('base64'),
  ];
}

/**
 * Runs the cases and returns their results: { name, title, verdict: 'passed' | 'failed' | 'skipped', detail, seconds }.
 * `onResult` gets each result at once. Settings: `url` and `signatures` of a running receiver, or `start`, a command (with
 * `directory`) that starts one; `fetch: false` skips the cases with downloads; `only` lists names of cases; `deadline` is the
 * time in seconds for a condition, and `patience` the time that a receiver may wait for a slow link or store (one with a
 * single worker may wait 30 seconds for a silent connection). `renews: true` adds the cases of a receiver that requests fresh
 * links from CDR_SYSTEM. The commands `missing` and `statement` add those of a receiver that finds missing reports and keeps
 * statements. If the receiver does not accept the first announcement, that is the only result.
 */
export async function check(settings) {
  const { url, signatures, start, directory, fetch = true, only, deadline = 20, patience = 45, onResult = () => {} } = settings;
  const { renews = false, missing: missingCommand, statement } = settings;
  const store = await new Store().start();
  let receiver;
  let system;
  try {
    if (start) receiver = await started({ start, directory, port: Number(url?.port) || (await freePort()) });
    const target = url ?? new URL(PATH, `http://127.0.0.1:${receiver.port}`);
    const known = receiver?.signatures ?? signatures;
    system = await new System(known).start();
    const commands = { missing: missingCommand, statement };
    const trial = new Trial({ url: target, signatures: known, store, system, receiver, deadline, patience, ...commands });
    const abilities = [renews && 'renews', missingCommand && 'missing', statement && 'statement'];
    return await new Run(trial, { fetch, only, abilities, onResult }).all();
  } finally {
    await receiver?.stop();
    store.stop();
    system?.stop();
  }
}

async function started({ start, directory, port }) {
  const receiver = new StartedReceiver({ command: start, directory, signatures: ownSignatures(), port });
  try {
    await receiver.start();
    return receiver;
  } catch (fault) {
    await receiver.stop();
    throw fault;
  }
}

/** Runs first and alone: it shows whether the receiver downloads, and whether the suite sees its files. */
async function firstReport(t) {
  t.first = { id: newId(), report: t.store.add() };
  try {
    await t.announce(t.first.report, { id: t.first.id });
  } catch (fault) {
    const said = t.receiver?.lastLines();
    fault.message += '\nNo other case was run: a receiver must accept the first announcement.';
    if (said) fault.message += `\nThe receiver printed:\n${said}`;
    throw fault;
  }
  t.accepts = true;
  if (!t.fetches) return;
  t.fetches = false;
  await t.fetched(t.first.report);
  t.fetches = true;
  if (!t.receiver) return;
  t.seesFiles = Boolean(await waitFor(() => t.receiver.saved(t.first.report.bytes), t.deadline));
  if (!t.seesFiles)
    throw new CaseSkipped(
      'the report was fetched, but no finished file below CDR_FOLDER contains it: cases that inspect files are skipped',
    );
}

/** Starts a receiver again that an earlier case ended. */
async function alive({ receiver }) {
  if (!receiver || receiver.running) return;
  try {
    await receiver.start();
  } catch (fault) {
    throw new CaseFailure(`the receiver had ended, and did not start again: ${fault.message}`);
  }
}

async function withSystem(started) {
  try {
    await started;
  } catch (fault) {
    throw new CaseFailure(`the receiver did not start with CDR_SYSTEM: ${fault.message}`);
  }
}

/** One run of the suite. */
class Run {
  #trial;
  #only;
  #abilities;
  #onResult;
  #results = new Map();

  constructor(trial, { fetch, only, abilities, onResult }) {
    this.#trial = trial;
    trial.fetches = fetch;
    this.#only = only;
    this.#abilities = abilities;
    this.#onResult = onResult;
  }

  async all() {
    await this.#run(FIRST);
    if (!this.#trial.accepts) return [...this.#results.values()]; // its other refusals would prove nothing
    await Promise.all(this.#chosen(AT_ONCE).map((each) => this.#run(each)));
    for (const each of this.#chosen(IN_TURN)) await this.#run({ ...each, run: (t) => alive(t).then(() => each.run(t)) });
    await this.#askingCases();
    for (const { name, check: later } of this.#trial.later) await this.#afterwards(name, later);
    for (const result of this.#results.values()) this.#publish(result);
    return [...this.#results.values()];
  }

  async #askingCases() {
    const { receiver, system } = this.#trial;
    const cases = this.#chosen(ASKING).filter(({ ability }) => this.#abilities.includes(ability));
    if (cases.length === 0) return;
    let started;
    if (receiver) {
      receiver.environment = { CDR_SYSTEM: system.address };
      started = receiver.restart();
      started.catch(() => {}); // each case reports it
    }
    const run = (each) => this.#run({ ...each, run: (t) => withSystem(started).then(() => each.run(t)) });
    await Promise.all(cases.filter(({ ability }) => ability === 'renews').map(run));
    for (const each of cases.filter(({ ability }) => ability !== 'renews')) await run(each);
  }

  #chosen(cases) {
    return this.#only ? cases.filter(({ name }) => this.#only.includes(name)) : cases;
  }

  async #run(each) {
    const begin = performance.now();
    const result = { name: each.name, title: each.title, verdict: 'passed', detail: '' };
    this.#results.set(each.name, result);
    const missing = this.#missing(each.needs ?? []);
    if (missing) Object.assign(result, { verdict: 'skipped', detail: missing });
    else await this.#judge(result, () => each.run(this.#trial));
    result.seconds = (performance.now() - begin) / 1000;
    const last = !this.#trial.later.some(({ name }) => name === each.name);
    if (last || result.verdict !== 'passed') this.#publish(result);
  }

  async #afterwards(name, later) {
    const result = this.#results.get(name);
    if (result.verdict === 'passed') await this.#judge(result, later);
  }

  #publish(result) {
    if (result.published) return;
    Object.defineProperty(result, 'published', { value: true });
    this.#onResult(result);
  }

  #missing(needs) {
    const { receiver, fetches, seesFiles, signatures } = this.#trial;
    if (needs.includes('start') && !receiver) return NEEDS_START;
    if (needs.includes('keys') && signatures.length < 2) return 'needs two Signatures';
    if (needs.includes('fetch') && !fetches) return 'needs a receiver that fetches reports';
    if (needs.includes('files') && !seesFiles) return 'needs --start, and files below CDR_FOLDER';
    return undefined;
  }

  async #judge(result, run) {
    try {
      await run();
    } catch (fault) {
      result.verdict = fault instanceof CaseSkipped ? 'skipped' : 'failed';
      result.detail =
        fault instanceof CaseFailure || fault instanceof CaseSkipped ? fault.message : (fault.stack ?? String(fault));
    }
  }
}
