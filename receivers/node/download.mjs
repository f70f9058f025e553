// Downloads one report, and continues where a broken download stopped.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { safeName } from './announcement.mjs';
import { signLink } from './cdr-system.mjs';

const MOST_MILLISECONDS_TO_CONNECT = 10_000;
const MOST_SILENCE_MILLISECONDS = 30_000;
const MOST_RETRY_AFTER_SECONDS = 3600;

/** A download that failed. The message contains no URL, so it may be logged. */
export class DownloadFailure extends Error {
  constructor(message, { linkIsDead = false, freshLinkHelps = false, retryAfterSeconds = 0 } = {}) {
    super(message);
    this.linkIsDead = linkIsDead;
    this.freshLinkHelps = freshLinkHelps;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Saves the announced report in the folder, or throws; the bytes so far stay for the next try. The request for the link is
 * signed, for configurations whose links need that.
 */
export async function download(announcement, folder, signatures) {
  const size = announcement.fileSizeInBytes;
  const saved = join(folder, safeName(announcement.fileName));
  const part = `${saved}.part`;
  const etagFile = `${saved}.etag`;
  if ((await sizeOf(saved)) === size) return; // the process crashed between the rename and the update of the inbox

  await mkdir(folder, { recursive: true });
  const etag = await readFile(etagFile, 'utf8').catch(() => '');
  let have = (await sizeOf(part)) ?? 0;
  if (have > size || !etag) have = 0;

  // If-Match: the rest must belong to the file whose beginning we have.
  const range = have > 0 ? { range: `bytes=${have}-`, 'if-match': etag } : {};
  const answer = await get(await targetOf(announcement.callbackURL, signatures), range);
  try {
    await take(answer, { part, etagFile, have, size });
  } finally {
    answer.close();
  }
  if ((await sizeOf(part)) !== size) throw new DownloadFailure('the file is not complete yet');
  const { fileSha256 } = announcement; // only payload 2 has it
  if (fileSha256 && (await sha256Of(part)) !== fileSha256) {
    await rm(part);
    throw new DownloadFailure('the file has another SHA-256 than announced');
  }
  await rename(part, saved);
  await rm(etagFile, { force: true });
}

/** Appends the bytes from the store to the partial file, or starts the file again. */
async function take(answer, { part, etagFile, have, size }) {
  const goesOn = answer.headers['content-range']?.startsWith(`bytes ${have}-`);
  if (answer.status === 206 && have > 0 && goesOn) return append(answer, part, have, size);
  if (answer.status === 200) {
    await rm(part, { force: true });
    await writeFile(etagFile, answer.headers.etag ?? '');
    return append(answer, part, 0, size);
  }
  if (answer.status === 416 && have === size) return; // the process crashed between the last byte and the rename
  if ([206, 412, 416].includes(answer.status)) await rm(part, { force: true }); // the next try starts again
  throw new DownloadFailure(`the store answered ${answer.status}`);
}

/** Returns the target of the link's one redirect. Only the request to the link is signed: the signature opens it. */
async function targetOf(link, signatures) {
  const { status, headers, close } = await get(new URL(link), { 'x-cdr-signature': signLink(signatures, link) });
  close(); // its body is not needed
  if (status !== 302 || !headers.location) {
    throw new DownloadFailure(`the link answered ${status}`, {
      linkIsDead: status === 404 || status === 410,
      freshLinkHelps: status === 403 || status === 410, // 403: for example, it was issued for an older Signature
      retryAfterSeconds: status === 429 || status === 503 ? retryAfterSeconds(headers['retry-after']) : 0,
    });
  }
  const target = new URL(headers.location, link);
  if (new URL(link).protocol === 'https:' && target.protocol !== 'https:') throw new DownloadFailure('the link left https');
  return target;
}

/** The pause that Retry-After asks for in seconds, and one more, because the inbox keeps whole seconds. */
function retryAfterSeconds(header) {
  return /^[0-9]{1,9}$/.test(header ?? '') ? Math.min(MOST_RETRY_AFTER_SECONDS, Number(header) + 1) : 0;
}

/**
 * The answer of a web server: { status, headers, body, close }. node:http passes the bytes on as they arrive: fetch
 * would unpack what comes with Content-Encoding, while sizes and ranges count the bytes of the file.
 */
function get(url, headers = {}) {
  const { get: send } = url.protocol === 'https:' ? https : http; // others are refused
  return new Promise((resolve, reject) => {
    const options = { headers: { ...headers, 'accept-encoding': 'identity' }, agent: false, timeout: MOST_MILLISECONDS_TO_CONNECT };
    const request = send(url, options, (answer) => {
      // When the connection breaks, Node drops the bytes that wait in the answer. Those in the PassThrough stay.
      const body = answer.on('error', () => {}).pipe(new PassThrough());
      answer.once('close', () => body.end());
      resolve({ status: answer.statusCode, headers: answer.headers, body, close: () => request.destroy() });
    });
    request.on('socket', (socket) => socket.once('connect', () => socket.setTimeout(MOST_SILENCE_MILLISECONDS)));
    request.on('timeout', () => request.destroy(new DownloadFailure('the server was silent for too long')));
    request.on('error', reject);
  });
}

async function append(answer, part, have, size) {
  const file = await open(part, 'a');
  try {
    for await (const chunk of answer.body) {
      have += chunk.length;
      if (have > size) break;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (have > size) {
    await rm(part);
    throw new DownloadFailure('the file is larger than announced');
  }
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

const sizeOf = (file) => stat(file).then((found) => found.size, () => undefined);
