// The statements in a folder: DIR/statements/<day>.<part>.json, byte for byte as the system sent them.
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CommandFailure, UsageError } from '../failures.mjs';

const FOLDER = 'statements';
const NAME = /^(\d{4}-\d\d-\d\d)\.([1-9]\d{0,8})\.json$/;
const DELIVERY = /^dlv_[0-9a-f]{32}$/;
const WITHOUT_FILE = ['export-failed', 'not-readable', 'gone'];

export const dayOption = (about) => ({ day: { type: 'string', value: 'DAY', about } });

/** A day such as 2026-03-04, or the UsageError that says so. */
export function dayOf(text) {
  const instant = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(instant.getTime()) || !instant.toISOString().startsWith(text)) {
    throw new UsageError(`--day must be a day such as 2026-03-04: ${text}`);
  }
  return text;
}

/**
 * Stores a part in the folder. An existing file stays as it is, since it is evidence: if the system now sends other bytes,
 * they get another name, and a CommandFailure names both.
 */
export function saveStatement(folder, day, part, bytes) {
  const path = pathOf(folder, day, part);
  const there = bytesAt(path);
  if (there?.equals(bytes)) return;
  mkdirSync(join(folder, FOLDER), { recursive: true });
  const other = path.replace(/json$/, `${sha256(bytes).slice(0, 16)}.json`);
  const saved = there ? other : path;
  writeFileSync(`${saved}.part`, bytes, { mode: 0o600 });
  renameSync(`${saved}.part`, saved);
  if (there) throw new CommandFailure(`${path} differs from what the system sends now; the file stays, and the new bytes are in ${other}`);
}

/** Returns the parts of a day in the folder, from the first to the last that names the one before it. */
export function* partsOf(folder, day) {
  let before;
  for (let part = 1; ; part += 1) {
    const bytes = bytesAt(pathOf(folder, day, part));
    const statement = bytes && read(bytes);
    if (!statement || (before && statement.before !== before.sha256)) return;
    yield statement;
    before = statement;
  }
}

/** Returns the parts in the folder in their order, each with `sha256`. */
export function statementsIn(folder) {
  return namesIn(folder)
    .map((name) => NAME.exec(name))
    .filter((match) => match !== null)
    .map(([name, day, part]) => ({ day, part: Number(part), ...statementOf(readFileSync(join(folder, FOLDER, name)), name) }))
    .sort((one, other) => one.day.localeCompare(other.day) || one.part - other.part);
}

/** Parses the bytes of a part, without storing them. `from` names their source in an error message. */
export function statementOf(bytes, from) {
  const statement = read(bytes);
  if (!statement) throw new CommandFailure(`not a statement that this version can read: ${from}`);
  return statement;
}

function read(bytes) {
  const statement = parsed(bytes);
  const complete = statement?.statement === 1 && Array.isArray(statement.reports) && Array.isArray(statement.numbers);
  if (!complete || !statement.reports.every(({ deliveryId }) => DELIVERY.test(deliveryId))) return undefined;
  return { ...statement, sha256: sha256(bytes) };
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const pathOf = (folder, day, part) => join(folder, FOLDER, `${day}.${part}.json`);

function bytesAt(path) {
  try {
    return readFileSync(path);
  } catch (fault) {
    if (fault.code === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read (${fault.code})`);
  }
}

/** Returns whether there is a file to fetch, as `hasReport` does for an announcement. */
export const hasFile = ({ errorCode }) => !WITHOUT_FILE.includes(errorCode);

export async function sha256Of(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function namesIn(folder) {
  try {
    return readdirSync(join(folder, FOLDER));
  } catch (fault) {
    throw new UsageError(`DIR must be a folder with ${FOLDER}: ${folder} (${fault.code})`);
  }
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
