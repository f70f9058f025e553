// Runs each sample that this machine can run against all vectors and the whole suite, for `make receivers`.
// Usage: node receivers/run.mjs [NAME], where NAME is a folder ("python", "java/plain") or part of a sample's name.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './check/check.mjs';
import { compareWithVectors, readVectors } from './vectors.mjs';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const NOT_SAMPLES = new Set(['node_modules', 'vendor', 'venv', 'target', 'check', 'vectors']);
const PREPARE_MILLISECONDS = 15 * 60_000;
const WIDTH = 28;
const VECTORS_MILLISECONDS = 5 * 60_000;

/** Returns the samples of all `sample.json`: the contents of the file, and `folder`. */
function samples(folder = ROOT) {
  const file = join(folder, 'sample.json');
  if (existsSync(file)) return [JSON.parse(readFileSync(file, 'utf8'))].flat().map((sample) => ({ ...sample, folder }));
  const folders = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !NOT_SAMPLES.has(entry.name),
  );
  return folders
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => samples(join(folder, name)));
}

function chosen(all, wanted) {
  const found = all.filter(({ name, folder }) => {
    const path = relative(ROOT, folder);
    return path === wanted || path.startsWith(`${wanted}/`) || name.toLowerCase().includes(wanted.toLowerCase());
  });
  if (found.length === 0)
    throw new Error(`ONLY must name a folder or a sample: ${wanted}; there are ${all.map(({ name }) => name).join('; ')}`);
  return found;
}

function shell(command, folder, timeout) {
  const { status, stdout, stderr, error } = spawnSync('sh', ['-c', command], {
    cwd: folder,
    timeout,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return {
    ok: status === 0,
    out: stdout ?? '',
    said: `${stdout ?? ''}${stderr ?? ''}${error ? `\n${error.message}` : ''}`.trim(),
  };
}

/** Explains why the machine cannot run the sample, or returns undefined. */
function lacking({ needs, folder }) {
  const command = needs.find((each) => !shell(each, folder, VECTORS_MILLISECONDS).ok);
  if (!command) return undefined;
  const [program] = command.split(' ');
  return shell(`command -v ${program}`, folder).ok ? `this fails: ${command}` : `${program} is not installed`;
}

const prepared = new Map();

/** Prepares a folder once, although it may have two samples. */
function prepare({ prepare: command, folder }) {
  const key = `${folder}\n${command}`;
  if (!prepared.has(key)) prepared.set(key, command ? shell(command, folder, PREPARE_MILLISECONDS) : { ok: true });
  return prepared.get(key);
}

/** Returns the sample's text for the table, and whether the sample is correct. */
async function examine(sample, vectors) {
  const reason = lacking(sample);
  if (reason) return linted(sample, reason);
  const { ok, said } = prepare(sample);
  if (!ok) return { failures: [`prepare failed: ${sample.prepare}\n${said}`] };
  const { ok: ran, out, said: all } = shell(sample.vectors, sample.folder, VECTORS_MILLISECONDS);
  const wrong = ran ? compareWithVectors(out, vectors) : [`vectors failed: ${sample.vectors}\n${all}`];
  return { ...(await suite(sample, wrong)), vectors: wrong.length ? `${wrong.length} wrong` : 'all right' };
}

/** Checks only the syntax of a sample that the machine cannot run, if a command for that is installed. */
function linted({ lint, folder }, reason) {
  const { ok, said } = lint ? shell(lint, folder, PREPARE_MILLISECONDS) : { ok: true };
  return ok ? { skipped: lint ? `${reason}; its syntax is right` : reason } : { failures: [`lint failed: ${lint}\n${said}`] };
}

/** A sample must follow the whole kit, so a skipped case is a failure unless the machine cannot run it. */
async function suite({ start, folder, renews, missing, statement }, failures) {
  const begin = performance.now();
  try {
    const results = await check({ start, directory: folder, renews, missing, statement });
    const bad = results.filter(({ verdict }) => verdict === 'failed' || (verdict === 'skipped' && process.platform === 'linux'));
    const passed = results.filter(({ verdict }) => verdict === 'passed').length;
    return {
      failures: [...failures, ...bad.map(({ name, verdict, detail }) => `${verdict} ${name}: ${detail}`)],
      cases: `${passed} of ${results.length}`,
      seconds: ((performance.now() - begin) / 1000).toFixed(1),
    };
  } catch (fault) {
    return { failures: [...failures, fault.message], cases: 'none' };
  }
}

const MADE_BY_PHP = { 'signatures.json': 'make.php', 'receiver-requests.json': 'make-receiver-requests.php', 'links.json': 'make-links.php' };

/** Checks that PHP computes the same signatures, if PHP is installed. */
function checkOrigin() {
  for (const [name, program] of Object.entries(MADE_BY_PHP)) {
    const made = shell(`php ${program} php://stdout`, join(ROOT, 'vectors'), VECTORS_MILLISECONDS);
    const file = join(ROOT, 'vectors', name);
    if (made.ok && made.out !== readFileSync(file, 'utf8')) throw new Error(`${file} differs from the output of ${program}`);
    console.log(`${name} ${made.ok ? `is the output of ${program}` : `is not compared with ${program}: PHP is not installed`}`);
  }
}

function row(name, { skipped, failures, vectors = '', cases = '', seconds = '' }) {
  if (skipped) return `${name.padEnd(WIDTH)} skipped: ${skipped}`;
  return `${name.padEnd(WIDTH)} ${failures.length ? 'FAILED ' : 'passed '} ${vectors.padEnd(12)} ${cases.padEnd(12)} ${seconds}`.trimEnd();
}

async function main(wanted) {
  const vectors = readVectors();
  checkOrigin();
  const all = samples();
  const rows = [`${'receiver'.padEnd(WIDTH)} result  vectors      cases        seconds`];
  let failed = 0;
  for (const sample of wanted ? chosen(all, wanted) : all) {
    const outcome = await examine(sample, vectors);
    for (const failure of outcome.failures ?? []) console.log(`${sample.name}: ${failure}`);
    if (outcome.failures?.length) failed += 1;
    rows.push(row(sample.name, outcome));
    console.log(rows.at(-1));
  }
  console.log(`\n${rows.join('\n')}`);
  return failed ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
try {
  process.exitCode = await main(process.argv[2]);
} catch (fault) {
  console.error(fault.message);
  process.exitCode = 2;
}
