// `send`: one signed announcement, with a link and a store on this machine. No platform is needed.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { announcement, bodyOf, inPayloadTwo, newId, unixSeconds } from '../../../receivers/check/announcement.mjs';
import { BREAKS, signed } from '../../../receivers/check/breaks.mjs';
import { send as post } from '../../../receivers/check/sender.mjs';
import { Store } from '../../../receivers/check/store.mjs';
import { waitFor } from '../../../receivers/check/wait.mjs';
import { UsageError } from '../failures.mjs';
import { TOOL } from '../name.mjs';
import { httpUrl, oneOf, wholeNumber } from '../options.mjs';
import { EXAMPLES } from './examples.mjs';
import { readSignatures, signatureOption } from './signatures.mjs';
import { answered, bytes, milliseconds, quoted, withoutToken } from './text.mjs';

const listed = (choices) =>
  Object.entries(choices)
    .map(([name, { about }]) => `  ${name.padEnd(18)}${about}`)
    .join('\n');

export const send = {
  name: 'send',
  group: 'For developers of receivers',
  summary: 'send a signed announcement, with a link that works',
  usage: 'URL [--case NAME] [--file FILE] [--break KIND] [--payload 2]',
  arguments: ['URL'],
  options: {
    case: { type: 'string', value: 'NAME', about: 'the kind of announcement (below; default report)' },
    file: { type: 'string', value: 'FILE', about: 'announce this file' },
    body: { type: 'string', value: 'FILE', about: 'send exactly these bytes as the body' },
    break: { type: 'string', value: 'KIND', about: 'break the request, so that the receiver must refuse it (below)' },
    payload: { type: 'string', value: '1|2', about: 'version of the announcement (default 1)' },
    id: { type: 'string', value: 'ID', about: 'webhook-id, to repeat a delivery (default a new one)' },
    wait: { type: 'string', value: 'SECONDS', about: 'how long to wait until the link is followed, and then for the file (default 10)' },
    ...signatureOption,
  },
  details: `Cases:\n${listed(EXAMPLES)}\n\nKinds of --break:\n${listed(BREAKS)}
The exit code is 0 if the answer is 2xx, and with --break if the receiver refuses (4xx, but not 410).`,

  async run({ options, positionals: [address] }, io) {
    const plan = planOf(options, address);
    const { signatures, note } = readSignatures(options, io.env);
    if (note) io.error(note);
    const store = await new Store({ confirms: true }).start();
    try {
      return await deliver(plan, { signatures, store, note }, io);
    } finally {
      store.stop();
    }
  },
};

function planOf(options, address) {
  const example = EXAMPLES[oneOf(options.case ?? 'report', '--case', Object.keys(EXAMPLES))];
  const broken = options.break && BREAKS[oneOf(options.break, '--break', Object.keys(BREAKS))];
  const file = options.file && { bytes: readFile(options.file, '--file'), fileName: basename(options.file) };
  return {
    url: httpUrl(address, 'URL'),
    id: options.id ?? newId(),
    seconds: wholeNumber(options.wait ?? '10', '--wait', 0, 86_400),
    report: { ...example.report, ...file },
    changes: example.changes,
    payload: oneOf(options.payload ?? '1', '--payload', ['1', '2']),
    body: options.body ? readFile(options.body, '--body') : example.body,
    broken,
    waits: !broken && !options.body && example.fetched !== false,
  };
}

function readFile(path, option) {
  try {
    return readFileSync(path);
  } catch (fault) {
    throw new UsageError(`${option} must name a file that can be read: ${path} (${fault.code})`);
  }
}

async function deliver(plan, { signatures, store, note }, io) {
  const report = store.add(plan.report);
  const announced = announcement(report, plan.changes);
  const body = plan.body ?? bodyOf(plan.payload === '2' ? inPayloadTwo(announced, report.bytes, plan.id) : announced);
  const values = { body, id: plan.id, timestamp: unixSeconds(), signatures: signatures.slice(0, 1) };
  const request = (plan.broken?.make ?? signed)(values);
  io.out(`POST ${plan.url.href}, webhook-id ${plan.id}, ${bytes(request.body.length)}`);
  if (plan.broken) io.out(`  broken: ${plan.broken.about}`);
  if (!plan.body) io.out(`  ${quoted(report.fileName)}, ${bytes(report.bytes.length)}, link ${withoutToken(report.callbackURL)}`);
  const begin = performance.now();
  const answer = await post(plan.url, request);
  io.out(`answer ${answered(answer)}, after ${milliseconds(begin)}`);
  const accepted = answer.status >= 200 && answer.status <= 299;
  if (plan.broken) return refused(answer, io);
  if (!accepted) return advise(answer, note, io);
  if (plan.waits) await waitForDownload(report, plan.seconds, begin, io);
  return 0;
}

function refused({ status }, io) {
  const right = status >= 400 && status <= 499 && status !== 410;
  io.out(right ? 'refused, which is correct' : 'the receiver must refuse this request with 401');
  return right ? 0 : 1;
}

function advise({ status }, note, io) {
  if (status === 401 && note) io.out('The receiver has another Signature: set CDR_SIGNATURES to the same one here.');
  else if (status === 401)
    io.out(`The receiver may have another Signature. \`${TOOL} listen\` in its place explains what arrives.`);
  if (status === 410) io.out('410 would disable the configuration: never answer it.');
  return 1;
}

/** Gives the receiver `seconds` to follow the link, and as many again to fetch the file. A download in progress may end later. */
async function waitForDownload(report, seconds, begin, io) {
  const over = () => report.fetched || io.stop.aborted;
  await waitFor(() => report.links.length > 0 || over(), seconds);
  if (report.links.length > 0) await waitFor(over, seconds);
  if (!over() && report.underWay) {
    io.out(`the receiver is still fetching after ${seconds} s; Ctrl-C stops waiting`);
    await waitFor(() => over() || !report.underWay, Infinity);
  }
  io.out(outcome(report, seconds, begin));
}

function outcome({ fetched, links, objects, bytes: { length } }, seconds, begin) {
  if (fetched) return `file fetched, ${bytes(length)}, after ${milliseconds(begin)}`;
  const last = objects.at(-1);
  if (last?.from + last?.sent === length && !last.closed)
    return `all ${bytes(length)} were sent, but the receiver keeps its connection to the store open`;
  if (last)
    return `the store got ${objects.length} requests and last answered ${last.status || 'nothing'}; the file was not fetched completely`;
  return `the link was ${links.length ? 'followed, but the file was not fetched' : `not followed within ${seconds} s`}; it stops working now`;
}
