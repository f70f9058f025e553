import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';

const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
const scripts = tracked.filter((file) => /(^|\/)(Makefile|run|pom\.xml)$|\.(sh|mk|m?js|json|md)$/.test(file) && !file.includes('package-lock'));

/** Returns the lines of all scripts that match a command, each after its file's name. */
function commands(pattern) {
  const lines = scripts.flatMap((file) => readFileSync(file, 'utf8').split('\n').map((line) => `${file}: ${line.trim()}`));
  const found = lines.filter((line) => pattern.test(line));
  assert.ok(found.length >= 4, found.join('\n'));
  return found;
}

test('every installation of npm packages runs no scripts', () => {
  const installing = commands(/\bnpm (ci|install)\b/).filter((command) => !/--global|: - /.test(command));
  assert.deepEqual(installing.filter((command) => !command.includes('--ignore-scripts')), []);
});

test('npm runs no scripts in any folder, whatever its command', () => {
  const folders = tracked.filter((file) => file.endsWith('package-lock.json')).map((file) => dirname(file));
  assert.ok(folders.length >= 4, folders.join('\n'));
  for (const folder of folders) assert.match(readFileSync(`${folder}/.npmrc`, 'utf8'), /^ignore-scripts=true$/m, folder);
});

test('pip installs only listed digests, and builds nothing', () => {
  const installing = commands(/\bpip"? install\b/);
  assert.deepEqual(installing.filter((command) => !command.includes('--require-hashes --only-binary :all:')), []);
});

test('Maven fails on a wrong checksum', () => {
  assert.match(readFileSync('.mvn/maven.config', 'utf8'), /^--strict-checksums$/m);
});
