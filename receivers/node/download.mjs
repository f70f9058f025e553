// Downloads one report, and continues where a broken download stopped.
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeName } from './announcement.mjs';

const MOST_SILENCE_MILLISECONDS = 30_000;

/** A download that did not end well. The message may be logged: it holds no URL. */
export class DownloadFailure extends Error {
  constructor(message, { linkIsDead = false } = {}) {
    super(message);
    this.linkIsDead = linkIsDead;
  }
}

/** Saves the announced report in the folder, or throws; what has arrived so far is kept for the next try. */
export async function download(announcement, folder) {
  const size = announcement.fileSizeInBytes;
  const saved = join(folder, safeName(announcement.fileName));
  const part = `${saved}.part`;
  const etagFile = `${saved}.etag`;
  if ((await sizeOf(saved)) === size) return; // a crash came between the rename and the note in the inbox

  await mkdir(folder, { recursive: true });
  const etag = await readFile(etagFile, 'utf8').catch(() => '');
  let have = (await sizeOf(part)) ?? 0;
  if (have > size || !etag) have = 0;

  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new DownloadFailure('no byte for 30 seconds')), MOST_SILENCE_MILLISECONDS);
  try {
    // If-Match: the rest must belong to the same bytes that we have the beginning of.
    const range = have > 0 ? { range: `bytes=${have}-`, 'if-match': etag } : {};
    const answer = await followLink(announcement.callbackURL, range, silence.signal);
    await take(answer, { part, etagFile, have, size, timer });
  } finally {
    clearTimeout(timer);
  }
  if ((await sizeOf(part)) !== size) throw new DownloadFailure('the file is not complete yet');
  await rename(part, saved);
  await rm(etagFile, { force: true });
}

/** Adds what the store sent to the partial file, or begins it anew. */
async function take(answer, { part, etagFile, have, size, timer }) {
  const goesOn = answer.headers.get('content-range')?.startsWith(`bytes ${have}-`);
  if (answer.status === 206 && have > 0 && goesOn) return append(answer, part, have, size, timer);
  if (answer.status === 200) {
    await rm(part, { force: true });
    await writeFile(etagFile, answer.headers.get('etag') ?? '');
    return append(answer, part, 0, size, timer);
  }
  await answer.body?.cancel();
  if (answer.status === 416 && have === size) return; // a crash came between the last byte and the rename
  if ([206, 412, 416].includes(answer.status)) await rm(part, { force: true }); // the next try begins anew
  throw new DownloadFailure(`the store answered ${answer.status}`);
}

/** The store's answer. The link itself answers with a redirect; one is followed, and no more. */
async function followLink(link, headers, signal) {
  const redirect = await fetch(link, { redirect: 'manual', signal });
  await redirect.body?.cancel();
  const dead = redirect.status === 404 || redirect.status === 410;
  if (redirect.status !== 302) throw new DownloadFailure(`the link answered ${redirect.status}`, { linkIsDead: dead });
  const target = new URL(redirect.headers.get('location'), link);
  // identity: sizes and ranges count the bytes of the file, not of a compressed form.
  return fetch(target, { headers: { ...headers, 'accept-encoding': 'identity' }, redirect: 'manual', signal });
}

async function append(answer, part, have, size, timer) {
  const file = await open(part, 'a');
  try {
    for await (const chunk of answer.body) {
      timer.refresh();
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

const sizeOf = (file) => stat(file).then((found) => found.size, () => undefined);
