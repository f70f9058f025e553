// Stores the session of the person, and finds a system that `make run` started.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../failures.mjs';
import { TOOL } from '../name.mjs';
import { notSignedIn } from './exits.mjs';
import { apiOrigin, tokenText } from './tokens.mjs';

const SIGN_IN_FIRST = `not signed in: run ${TOOL} login (for make run, in its folder) or ${TOOL} login URL (for a deployment)`;

/** The file with the session, which only its owner may read. */
export function sessionFile({ env }) {
  const home = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config');
  return join(home, 'cdr-webhooks', 'session.json');
}

/**
 * Stores a session: { url, token }, or { folder } with the data of a `make run`. In the second case, each command reads
 * the address and the token there.
 */
export function keepSession(io, session) {
  const file = sessionFile(io);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${JSON.stringify(session)}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
  return file;
}

/** Returns whether there was a session to forget. */
export function forgetSession(io) {
  const file = sessionFile(io);
  const there = existsSync(file);
  rmSync(file, { force: true });
  return there;
}

/** Returns { url, token, again }: the address of the API, the token, and how to sign in again. */
export function currentSession(io) {
  const { CDR_WEBHOOKS_URL: url, CDR_WEBHOOKS_TOKEN: token } = io.env;
  if (token) {
    if (!url) throw new UsageError('CDR_WEBHOOKS_TOKEN is set without CDR_WEBHOOKS_URL, the address of the API');
    return { url: apiOrigin(url), token: tokenText(token), again: 'set CDR_WEBHOOKS_TOKEN to a new token' };
  }
  const kept = keptSession(io);
  if (kept.folder) return localSession(kept.folder);
  if (url && apiOrigin(url) !== kept.url) {
    throw notSignedIn(`not signed in to ${url} (CDR_WEBHOOKS_URL), but to ${kept.url}: run ${TOOL} login ${url}`);
  }
  return { ...kept, again: `run ${TOOL} login ${kept.url}` };
}

function keptSession(io) {
  const file = sessionFile(io);
  try {
    const { url, token, folder } = JSON.parse(readFileSync(file, 'utf8'));
    if (folder || (url && token)) return { url, token, folder };
  } catch (fault) {
    if (fault.code === 'ENOENT') throw notSignedIn(SIGN_IN_FIRST);
    if (!(fault instanceof SyntaxError)) throw notSignedIn(`${file} cannot be read (${fault.code})`);
  }
  throw notSignedIn(`${file} is damaged: sign in again`);
}

/** Finds the folder `.local` of a `make run`, upwards from here or from the tool; undefined if there is none. */
export function localFolder() {
  const places = [process.cwd(), dirname(fileURLToPath(import.meta.url))];
  return places.flatMap(upwards).find((folder) => existsSync(join(folder, 'api-url')));
}

export function localSession(folder) {
  const read = (name) => {
    try {
      return readFileSync(join(folder, name), 'utf8').trim();
    } catch {
      throw notSignedIn(`${folder} has no ${name}: start the system with make run`);
    }
  };
  const again = `run make console-link where make run was started, or start make run`;
  return { url: apiOrigin(read('api-url')), token: tokenText(read('api-token')), again };
}

function upwards(start) {
  const folders = [];
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    folders.push(join(folder, '.local'));
    if (folder === dirname(folder)) return folders;
  }
}
