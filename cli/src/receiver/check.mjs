// `check`: runs the suite of receivers/check against a receiver.
import { writeFileSync } from 'node:fs';
import { CASES, check as runSuite, NEEDS_START } from '../../../receivers/check/check.mjs';
import { junit } from '../../../receivers/check/junit.mjs';
import { CommandFailure, UsageError } from '../failures.mjs';
import { httpUrl, oneOf, wholeNumber } from '../options.mjs';
import { readSignatures, signatureOption } from './signatures.mjs';

const MARKS = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' };
const MAX_EXIT_CODE = 100;

export const check = {
  name: 'check',
  group: 'For developers of receivers',
  summary: 'check a receiver: signatures, refusals, repeats, downloads, kills',
  usage: '[URL] [--start COMMAND [--renews] [--missing COMMAND] [--statement COMMAND]] [--no-fetch] [--junit FILE]',
  arguments: ['[URL]'],
  options: {
    start: {
      type: 'string',
      value: 'COMMAND',
      about: 'start the receiver with this command, so that the suite can kill it and inspect its files',
    },
    'no-fetch': { type: 'boolean', about: 'skip the cases that need a receiver that fetches reports' },
    renews: { type: 'boolean', about: 'also check that the receiver renews links at CDR_SYSTEM (needs --start)' },
    missing: {
      type: 'string',
      value: 'COMMAND',
      about: 'also check that this command, with --since 24h, finds missing reports at CDR_SYSTEM (needs --start)',
    },
    statement: {
      type: 'string',
      value: 'COMMAND',
      about: 'also check that this command, with --day and --configuration, keeps statements (needs --start)',
    },
    junit: { type: 'string', value: 'FILE', about: 'also write the results as JUnit XML' },
    only: { type: 'string', value: 'NAMES', about: 'run only these cases, separated by commas' },
    deadline: { type: 'string', value: 'SECONDS', about: 'how long the receiver may take for one step (default 20)' },
    strict: { type: 'boolean', about: 'count skipped cases as failed' },
    list: { type: 'boolean', about: 'list the cases' },
    ...signatureOption,
  },
  details: `Without --start, the receiver at URL must already run and know the Signature.
With --start, the command runs through "sh -c" with PORT, CDR_SIGNATURES, CDR_FOLDER and CDR_RETRY_SECONDS in its
environment; URL then says only which port and path to use (default: a free port, /cdr-webhook).
For --renews, --missing and --statement, the receiver starts once more, also with CDR_SYSTEM, and the commands run in
the same environment.
The link, the files that it announces and the system are on 127.0.0.1, over http.
The exit code is the number of failed cases, at most ${MAX_EXIT_CODE}.`,

  async run({ options, positionals: [address] }, io) {
    if (options.list) return list(io);
    const settings = settingsOf(options, address, io);
    io.stop.addEventListener('abort', () => process.exit(130)); // this also ends the started receiver
    const begin = performance.now();
    const results = await suite({ ...settings, onResult: (result) => print(result, io) });
    if (options.junit) writeFileSync(options.junit, junit(results));
    return summarise(results, options.strict, (performance.now() - begin) / 1000, io);
  },
};

function settingsOf(options, address, io) {
  if (!address && !options.start) throw new UsageError('check needs a URL or --start COMMAND');
  const only = options.only?.split(',').map((name) =>
    oneOf(
      name,
      '--only',
      CASES.map((each) => each.name),
    ),
  );
  const deadline = wholeNumber(options.deadline ?? '20', '--deadline', 1, 600);
  const url = address && httpUrl(address, 'URL');
  if (url && options.start && !url.port) throw new UsageError(`with --start, URL must name a port or be left out: ${address}`);
  const { signatures, note } = options.start ? {} : readSignatures(options, io.env);
  if (note) io.error(note);
  const { start, renews, missing, statement } = options;
  if (!start && (renews || missing || statement)) throw new UsageError('--renews, --missing and --statement need --start COMMAND');
  return { url, signatures, start, renews, missing, statement, fetch: !options['no-fetch'], only, deadline };
}

async function suite(settings) {
  try {
    return await runSuite(settings);
  } catch (fault) {
    if (settings.start) throw new CommandFailure(`the receiver did not start: ${fault.message}`);
    throw fault;
  }
}

function list(io) {
  for (const { name, title, needs = [], ability } of CASES) {
    const options = [needs.includes('start') && '--start', ability && `--${ability}`].filter(Boolean);
    io.out(`${name.padEnd(26)}${title}${options.length ? ` (needs ${options.join(' and ')})` : ''}`);
  }
}

function print({ name, title, verdict, detail }, io) {
  io.out(`${MARKS[verdict]}  ${name.padEnd(26)}${title}${verdict === 'skipped' ? `: ${detail}` : ''}`);
  if (verdict === 'failed') io.out(detail.replace(/^/gm, '           '));
}

/** The note about checks that a run without --start skips, because people may think that it makes them. */
const NOT_CHECKED = 'not checked: storing before the answer, kills, file names, logs. Use --start';

function summarise(results, strict, seconds, io) {
  const count = (verdict) => results.filter((each) => each.verdict === verdict).length;
  const skipped = count('skipped');
  io.out(`${count('passed')} passed, ${count('failed')} failed, ${skipped} skipped, in ${seconds.toFixed(1)} s`);
  if (results.some(({ detail }) => detail === NEEDS_START)) io.out(NOT_CHECKED);
  return Math.min(count('failed') + (strict ? skipped : 0), MAX_EXIT_CODE);
}
