// Fetches an announced file: follows one redirect, resumes, and compares the size and, if the announcement has one, the digest.
import { createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { safeName } from '../../../receivers/node/announcement.mjs';
import { signLink } from '../../../receivers/node/cdr-system.mjs';
import { sha256Of } from './statements.mjs';
import { bytes } from './text.mjs';

const TRIES = 4;

/**
 * Returns { line, complete, sha256 }: a sentence about the result, whether the file is complete, and its digest. Without a
 * folder it only counts the bytes, and there is no digest. It signs the request for the link, because some configurations
 * require that.
 */
export async function download(announced, id, folder, signatures) {
  const place = folder && join(folder, id);
  if (place) mkdirSync(place, { recursive: true });
  const progress = { path: place && join(place, safeName(announced.fileName)), size: 0, etag: undefined };
  const notes = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = progress.size;
    const outcome = await attempt(announced, progress, signatures).catch((fault) => ({
      broken: fault.cause?.code ?? fault.code ?? 'broken off',
    }));
    notes.push(outcome.line ?? `${outcome.broken} after ${bytes(progress.size)}`);
    if (outcome.complete) return { line: notes.join('; '), complete: true, sha256: outcome.sha256 };
    if (outcome.line || progress.size === before) break;
  }
  return { line: notes.join('; '), complete: false };
}

async function attempt({ callbackURL, fileSizeInBytes, fileSha256 }, progress, signatures) {
  // Only the request to the link is signed, not the one to its target: the signature opens the link.
  const signed = { 'X-CDR-Signature': signLink(signatures, callbackURL) };
  const link = await fetch(callbackURL, { headers: signed, redirect: 'manual' });
  if (link.status !== 302) return { line: `the link answered ${link.status}` };
  const resumes = progress.etag && progress.size > 0;
  const headers = resumes ? { Range: `bytes=${progress.size}-`, 'If-Match': progress.etag } : {};
  const answer = await fetch(link.headers.get('location'), { headers });
  if (answer.status !== 416 || progress.size !== fileSizeInBytes) {
    if (answer.status !== 200 && answer.status !== 206) return { line: `the store answered ${answer.status}` };
    if (answer.status === 200) Object.assign(progress, { size: 0, etag: answer.headers.get('etag') });
    await keep(answer, progress, fileSizeInBytes);
  }
  return finish(progress, fileSizeInBytes, fileSha256);
}

async function keep(answer, progress, limit) {
  const flags = answer.status === 206 ? 'a' : 'w';
  const counted = async function* (source) {
    for await (const chunk of source) {
      progress.size += chunk.length;
      if (progress.size > limit) throw Object.assign(new Error('too long'), { code: 'more bytes than announced' });
      yield chunk;
    }
  };
  const part = progress.path && createWriteStream(`${progress.path}.part`, { flags, mode: 0o600 });
  if (part) return pipeline(Readable.fromWeb(answer.body), counted, part);
  for await (const chunk of counted(Readable.fromWeb(answer.body))) void chunk;
}

async function finish({ path, size }, announcedSize, announcedDigest) {
  if (size !== announcedSize) {
    if (path) rmSync(`${path}.part`, { force: true });
    return { line: `${bytes(size)}, but ${bytes(announcedSize)} were announced` };
  }
  if (!path) return { line: `${bytes(size)}, as announced (not kept: --save DIR)`, complete: true };
  const digest = await sha256Of(`${path}.part`);
  if (announcedDigest && announcedDigest !== digest) {
    rmSync(`${path}.part`);
    return { line: 'its SHA-256 is not the announced one' };
  }
  renameSync(`${path}.part`, path);
  return { line: `${bytes(statSync(path).size)}, as announced, saved as ${path}`, complete: true, sha256: digest };
}
