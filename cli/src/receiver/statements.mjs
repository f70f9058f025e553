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

export function saveStatement(folder, day, parts) {
  mkdirSync(join(folder, FOLDER), { recursive: true });
  for (const [index, bytes] of parts.entries()) {
    const path = join(folder, FOLDER, `${day}.${index + 1}.json`);
    writeFileSync(`${path}.part`, bytes, { mode: 0o600 });
    renameSync(`${path}.part`, path);
  }
}

/** Answers the parts in the folder in their order, each with `bytes` and `sha256`. */
export function statementsIn(folder) {
  return namesIn(folder)
    .map((name) => NAME.exec(name))
    .filter((match) => match !== null)
    .map(([name, day, part]) => ({ day, part: Number(part), ...statementOf(readFileSync(join(folder, FOLDER, name)), name) }))
    .sort((one, other) => one.day.localeCompare(other.day) || one.part - other.part);
}

/** Reads the bytes of a part. `from` names them in a message. */
export function statementOf(bytes, from) {
  const statement = parsed(bytes);
  const complete = statement?.statement === 1 && Array.isArray(statement.reports) && Array.isArray(statement.numbers);
  if (!complete || !statement.reports.every(({ deliveryId }) => DELIVERY.test(deliveryId))) {
    throw new CommandFailure(`no statement that this version can read: ${from}`);
  }
  return { ...statement, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Whether there is a file to fetch, as `hasReport` says it of an announcement. */
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
