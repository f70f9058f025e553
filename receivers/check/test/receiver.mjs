// A receiver for the test of the suite. Its inbox is a folder with one file per delivery. Options: --mistake NAME, and the
// choices that receivers have: --workers N, --retry SECONDS (a fixed pause), --limit SECONDS (of one download), --layout
// flat, --folder DIR (not CDR_FOLDER), --payload 1 (which has no digests).
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { MAX_BODY_BYTES, verify, webhookDigest } from '../../../cli/src/signature.mjs';
import { unixSeconds } from '../announcement.mjs';
import { asker } from './asking.mjs';
import { Inbox } from './inbox.mjs';
import { MISTAKES } from './mistakes.mjs';
import { work } from './worker.mjs';

const text = { type: 'string' };
const { values: options } = parseArgs({
  options: { mistake: text, workers: text, retry: text, limit: text, layout: text, folder: text, payload: text },
});
if (options.mistake && !MISTAKES[options.mistake]) throw new Error(`there is no mistake ${options.mistake}`);
const makes = (name) => name === options.mistake;
const folder = options.folder ?? process.env.CDR_FOLDER;

process.umask(0o022); // so that files get the modes below
const signatures = process.env.CDR_SIGNATURES.split('\n')
  .filter(Boolean)
  .map((line) => (makes('trimmed key') ? line.trim() : line));
const inbox = new Inbox(folder, makes);

function pairsOf({ rawHeaders }) {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1]]] : []));
}

/** Returns { id } or { reason }. */
function verdict(request, body) {
  let headers = pairsOf(request);
  if (makes('header in one case')) headers = headers.filter(([name]) => !/^webhook-/i.test(name) || name === name.toLowerCase());
  const seconds = makes('replayed request') ? 1e12 : 300;
  let bytes = body;
  if (makes('body serialised again')) bytes = serialisedAgain(body);
  const result = verify(headers, bytes, signatures, unixSeconds(), seconds);
  return result.reason === 'signature-malformed' && makes('hex compared as strings') ? hexVerdict(headers, body) : result;
}

function hexVerdict(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = Object.fromEntries(headers);
  const holds = signatures.some((key) => signature === `v1,${webhookDigest(key, id, timestamp, body).toString('hex')}`);
  return holds ? { id } : { reason: 'signature-mismatch' };
}

function serialisedAgain(body) {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(body)));
  } catch {
    return body;
  }
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function receive(request, response) {
  const answer = (status, text = '') => response.writeHead(status, { Connection: 'close' }).end(text);
  const body = await readBody(request);
  if (!body) return answer(413, 'body-too-large');
  const { id, reason } = verdict(request, body);
  if (reason) return answer(makes('200 on refusal') ? 200 : 401, reason);
  if (makes('notice refused') && body.includes('"notice":')) return answer(422, 'no-announcement');
  const delivery = { id, signedAt: Number(request.headers['webhook-timestamp']), body: body.toString('latin1') };
  if (makes('answers before it stores')) {
    answer(200);
    return setTimeout(() => inbox.add(delivery), 1_000);
  }
  try {
    inbox.add(delivery);
    answer(200);
  } catch (fault) {
    console.log(`${id} was not stored: ${fault.code}`);
    answer(503, 'not-stored');
  }
}

createServer((request, response) => void receive(request, response).catch(() => response.destroy())).listen(
  Number(process.env.PORT),
  '127.0.0.1',
);
work(inbox, {
  folder,
  makes,
  workers: makes('one slow report holds up all') ? 1 : Number(options.workers ?? 4),
  pause: options.retry
    ? () => Number(options.retry)
    : (tries) => Math.min(60, Number(process.env.CDR_RETRY_SECONDS ?? 1) * 2 ** (tries - 1)),
  limit: Number(options.limit ?? 30),
  digests: options.payload !== '1',
  signatures,
  ask: process.env.CDR_SYSTEM && asker(process.env.CDR_SYSTEM, signatures, makes),
  placeOf: options.layout === 'flat' ? (id, name) => `${id}-${name}` : (id, name) => `reports/${id}/${name}`,
});
