import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';

const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
const scripts = tracked.filter((file) => /(^|\/)(Makefile|run|pom\.xml)$|\.(sh|mk|m?js|json|md)$/.test(file) && !file.includes('package-lock'));

test('every installation of npm packages runs no scripts', () => {
  const commands = scripts.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /\bnpm (ci|install)\b/.test(line) && !/--global|^- /.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  assert.ok(commands.length >= 5, commands.join('\n'));
  assert.deepEqual(commands.filter((command) => !command.includes('--ignore-scripts')), []);
});

test('npm runs no scripts in any folder, whatever its command', () => {
  const folders = tracked.filter((file) => file.endsWith('package-lock.json')).map((file) => dirname(file));
  assert.ok(folders.length >= 4, folders.join('\n'));
  for (const folder of folders) assert.match(readFileSync(`${folder}/.npmrc`, 'utf8'), /^ignore-scripts=true$/m, folder);
});

test('pip installs only files whose digest is listed, and builds none', () => {
  const commands = scripts.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /\bpip" install\b|\bpip install\b/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  assert.ok(commands.length >= 4, commands.join('\n'));
  assert.deepEqual(commands.filter((command) => !command.includes('--require-hashes --only-binary :all:')), []);
});

test('Maven fails on a wrong checksum', () => {
  assert.match(readFileSync('.mvn/maven.config', 'utf8'), /^--strict-checksums$/m);
});
