// The folder in which `collect` keeps reports: DIR/<delivery id>/<name of the file>.
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { safeName } from '../../../receivers/node/announcement.mjs';
import { UsageError } from '../failures.mjs';
import { sha256Of } from './statements.mjs';

const POSITION = '.collected-until';
const UNDER_AN_ID = /^dlv_[0-9a-f]{32}[/\\]/;

/** Returns whether the folder of the delivery has the whole file. An unfinished file ends in .part. */
export function isCollected(folder, { deliveryId, fileName, fileSizeInBytes }) {
  return sizeOf(join(folder, deliveryId, safeName(fileName))) === fileSizeInBytes;
}

function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** The instant up to which all listed reports have been collected, or undefined. */
export function collectedUntil(folder) {
  try {
    return readFileSync(join(folder, POSITION), 'utf8').trim();
  } catch (fault) {
    if (fault.code === 'ENOENT') return undefined;
    throw new UsageError(`${join(folder, POSITION)} cannot be read (${fault.code})`);
  }
}

export function rememberCollectedUntil(folder, instant) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, POSITION);
  writeFileSync(`${path}.part`, `${instant}\n`);
  renameSync(`${path}.part`, path);
}

/**
 * Returns whether a report is anywhere below the folder: under its delivery's id, or, in a folder that another program
 * fills, as a file with its name and size. A file under the id of one delivery does not count for another.
 */
export function finderIn(folder) {
  const elsewhere = new Set();
  for (const entry of entriesOf(folder)) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !UNDER_AN_ID.test(relative(folder, path))) elsewhere.add(`${entry.name} ${sizeOf(path)}`);
  }
  return (report) =>
    isCollected(folder, report) ||
    [report.fileName, safeName(report.fileName)].some((name) => elsewhere.has(`${name} ${report.fileSizeInBytes}`));
}

/**
 * Compares the folder with the reports of statements: returns those that are missing, those whose file differs, and the files
 * below an id that belong to none of them. A file elsewhere counts for every report with its digest; without digests, for one.
 */
export async function stated(folder, reports) {
  const expected = new Map(reports.map((report) => [join(report.deliveryId, safeName(report.fileName)), report]));
  const files = entriesOf(folder)
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const elsewhere = bySize(
    folder,
    files.filter((path) => !UNDER_AN_ID.test(path)),
  );
  const counted = new Set();
  const isElsewhere = async (report) => {
    for (const path of elsewhere.get(report.fileSizeInBytes) ?? []) {
      const named = [report.fileName, safeName(report.fileName)].includes(basename(path));
      const fits = report.fileSha256 ? await isFileOf(join(folder, path), report) : named && !counted.has(path);
      if (fits) return counted.add(path);
    }
    return false;
  };
  const [missing, differing] = [[], []];
  // Reports with a digest come first, so that a file with the digest of one report does not count for another.
  for (const [path, report] of [...expected].sort(([, one], [, other]) => !one.fileSha256 - !other.fileSha256)) {
    const isThere = sizeOf(join(folder, path)) !== undefined;
    const fits = isThere ? await isFileOf(join(folder, path), report) : await isElsewhere(report);
    if (!fits) (isThere ? differing : missing).push(report);
  }
  return { missing, differing, surplus: files.filter((path) => UNDER_AN_ID.test(path) && !expected.has(path)) };
}

function bySize(folder, paths) {
  const sizes = new Map();
  for (const path of paths) {
    const size = sizeOf(join(folder, path));
    if (!sizes.has(size)) sizes.set(size, []);
    sizes.get(size).push(path);
  }
  return sizes;
}

/** Returns whether the file has the size of the report and, if the report states it, the SHA-256. */
async function isFileOf(path, { fileSizeInBytes, fileSha256 }) {
  return sizeOf(path) === fileSizeInBytes && (!fileSha256 || (await sha256Of(path)) === fileSha256);
}

/** Returns whether the folder of the delivery has the file of a stated report. */
export function hasFileOf(folder, report) {
  return isFileOf(join(folder, report.deliveryId, safeName(report.fileName)), report);
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (fault) {
    throw new UsageError(`DIR must be a folder that can be read: ${folder} (${fault.code})`);
  }
}
