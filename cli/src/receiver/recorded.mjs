// Requests in files: `listen --record` writes them, and `replay` and `verify` read them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failures.mjs';

const KEPT = /^(content-type|user-agent|x-cdr-signature|webhook-(id|timestamp|signature))$/i;

/** Writes NAME.headers and NAME.body, which only this user may read, because a body contains a link. */
export function record(folder, number, headers, body) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = headers.find(([name]) => name.toLowerCase() === 'webhook-id')?.[1] ?? 'no-id';
  const name = `${String(number).padStart(4, '0')}-${id.replace(/[^\w-]/g, '_').slice(0, 128)}`;
  const lines = headers.filter(([each]) => KEPT.test(each)).map(([each, value]) => `${each}: ${value}\n`);
  writeFileSync(join(folder, `${name}.headers`), lines.join(''), { mode: 0o600 });
  writeFileSync(join(folder, `${name}.body`), body, { mode: 0o600 });
  return name;
}

/** Reads the recorded requests in their order: { name, headers, body }. */
export function recordings(folder) {
  const names = listed(folder)
    .filter((name) => name.endsWith('.body'))
    .map((name) => name.slice(0, -5))
    .sort();
  if (names.length === 0) throw new UsageError(`DIR must hold recorded requests (NAME.headers and NAME.body): ${folder}`);
  return names.map((name) => ({
    name,
    headers: readHeaders(join(folder, `${name}.headers`)),
    body: readBytes(join(folder, `${name}.body`), 'NAME.body'),
  }));
}

function listed(folder) {
  try {
    return readdirSync(folder);
  } catch (fault) {
    throw new UsageError(`DIR must be a folder that can be read: ${folder} (${fault.code})`);
  }
}

/** Reads pairs from lines "Name: value" (it skips a request line), or from JSON: an object or a list of pairs. */
export function readHeaders(path) {
  const text = readBytes(path, '--headers').toString('utf8');
  if (/^\s*[{[]/.test(text)) return pairsOfJson(text, path);
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !/^[A-Z]+ \S+ HTTP\/|^HTTP\//.test(line));
  return lines.map((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new UsageError(`each line of --headers must be "Name: value": ${line.slice(0, 40)}`);
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}

function pairsOfJson(text, path) {
  try {
    const value = JSON.parse(text);
    const pairs = Array.isArray(value) ? value : Object.entries(value);
    return pairs.flatMap(([name, values]) => [values].flat().map((each) => [String(name), String(each)]));
  } catch {
    throw new UsageError(`--headers must hold lines "Name: value", a JSON object or a JSON list of pairs: ${path}`);
  }
}

export function readBytes(path, option) {
  try {
    return readFileSync(path);
  } catch (fault) {
    throw new UsageError(`${option} must name a file that can be read: ${path} (${fault.code})`);
  }
}
