// The worker of the test's receiver: it fetches due reports, two or more at a time.
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { safeName } from '../../node/announcement.mjs';
import { signLink } from '../../node/cdr-system.mjs';
import { renew } from './asking.mjs';

const DAY = 86_400_000;
const SOON = 600_000;
const LONGEST_PAUSE = 3_600_000;
const NOT_COUNTED = 'Report is too large to count';
const PROPERTIES = {
  contentType: 'string',
  httpMethod: 'string',
  callbackURL: 'string',
  validUntil: 'string',
  fileName: 'string',
  fileSizeInBytes: 'number',
  numberOfLines: 'number',
  taskName: 'string',
  taskId: 'number',
  error: 'string',
};

/**
 * Settings: `workers`, `pause` (a function from the number of tries to seconds), `limit` (seconds for one try), `placeOf`
 * (of a file in the folder), `digests` (whether it compares files with them), `ask` (sends a request to the system, if any).
 */
export function work(inbox, settings) {
  const busy = new Set();
  setInterval(() => {
    for (const { id } of inbox
      .due(Date.now())
      .filter((row) => !busy.has(row.id))
      .slice(0, settings.workers - busy.size)) {
      busy.add(id);
      void once(inbox, id, settings).finally(() => busy.delete(id));
    }
  }, 20);
}

async function once(inbox, id, settings) {
  const { body } = inbox.get(id);
  if (settings.makes('unreadable body tried for ever') && !parsed(body, settings.makes)) return; // still due
  const announced = settings.makes('poison body') ? JSON.parse(Buffer.from(body, 'latin1')) : parsed(body, settings.makes);
  const settle = (changes) => {
    const row = inbox.get(id);
    const replaced = row.body !== body && !settings.makes('outcome of an older link noted');
    if (!replaced) inbox.change({ ...row, ...changes }); // a repeat may have replaced it
  };
  if (!announced) return settle({ setAside: 'no announcement' });
  const lost = announced.error && (announced.error !== NOT_COUNTED || settings.makes('uncounted report not fetched'));
  let outcome = lost ? 'collected' : await collected(announced, id, settings);
  if (['expired link', 'refused link'].includes(outcome) && settings.ask) outcome = await renew(inbox, id, settings).catch(() => 'failed');
  const tries = inbox.get(id).tries + 1;
  console.log(`${id} ${outcome.pause ? 'throttled' : outcome}`);
  if (outcome === 'renewed') return;
  if (outcome === 'gone') settle({ setAside: 'no longer exists' });
  else if (outcome === 'collected') settle({ collected: true });
  else if (outcome === 'dead link' || outcome === 'expired link') settle({ tries, nextTryAt: Date.now() + DAY });
  else settle({ tries, nextTryAt: Date.now() + Math.max(settings.pause(tries) * 1000, outcome.pause ?? 0) });
}

function parsed(body, makes) {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'latin1')));
    const fits = Object.entries(PROPERTIES).every(([name, type]) => typeof value[name] === type);
    const narrow = makes('narrow integer') && [value.taskId, value.fileSizeInBytes].some((number) => number > 2 ** 31 - 1);
    return fits && value.fileSizeInBytes >= 0 && !narrow ? value : undefined;
  } catch {
    return undefined;
  }
}

async function collected(announced, id, settings) {
  if (settings.ask && Date.parse(announced.validUntil) - Date.now() < SOON) return 'expired link';
  return collect(announced, id, settings).catch(() => 'failed');
}

/** Returns 'collected', 'expired link', 'refused link', 'dead link', 'failed', or { pause } in milliseconds. */
async function collect({ callbackURL, fileName, fileSizeInBytes, fileSha256 }, id, { folder, makes, limit, placeOf, digests, signatures }) {
  const name = makes('path in the file name') ? fileName || 'report.zip' : safeName(fileName);
  const path = join(folder, placeOf(id, name));
  mkdirSync(dirname(path), { recursive: true });
  const [part, tag] = [`${path}.part`, `${path}.etag`];
  const signal = AbortSignal.timeout(limit * 1000);
  const signature = signLink(signatures, makes('body signed for the link') ? fileName : callbackURL);
  const link = await fetch(callbackURL, { headers: { 'X-CDR-Signature': signature }, redirect: 'manual', signal });
  if (link.status === 410) return 'expired link';
  if (link.status === 403 && !makes('refused link not renewed')) return 'refused link';
  if (link.status === 404) return 'dead link';
  if (link.status !== 302) return asked(link, makes) ?? 'failed';
  if (makes('body of the redirect read')) await link.arrayBuffer();
  else await link.body?.cancel();
  const size = statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  const etag = existsSync(tag) ? readFileSync(tag, 'utf8') : '';
  const headers = size > 0 && !makes('no resume') ? resuming(size, etag, makes) : {};
  if (makes('signature sent to the store')) headers['X-CDR-Signature'] = signature;
  const answer = await fetch(link.headers.get('Location'), { headers, signal });
  if (answer.status === 416 && size === fileSizeInBytes) return finish(part, path, tag);
  if (answer.status === 412 || answer.status === 416) rmSync(part);
  if (answer.status !== 200 && answer.status !== 206) return 'failed';
  if (answer.status === 200) writeFileSync(tag, answer.headers.get('ETag') ?? '');
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(part, { flags: answer.status === 206 ? 'a' : 'w' }));
  const right = !fileSha256 || !digests || createHash('sha256').update(readFileSync(part)).digest('hex') === fileSha256;
  if (statSync(part).size === fileSizeInBytes && right) return finish(part, path, tag);
  rmSync(part);
  return 'failed';
}

function resuming(size, etag, makes) {
  const Range = `bytes=${size}-`;
  if (etag || makes('empty If-Match')) return { Range, 'If-Match': etag };
  return makes('range without an ETag') ? { Range } : {};
}

/** Returns the pause that the link requests with Retry-After. */
function asked(link, makes) {
  const seconds = Number(link.headers.get('Retry-After'));
  return seconds > 0 && !makes('Retry-After ignored') ? { pause: Math.min(seconds * 1000, LONGEST_PAUSE) } : undefined;
}

function finish(part, path, tag) {
  renameSync(part, path);
  rmSync(tag);
  return 'collected';
}
