import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { affects, compare, complaints, packageOf } from './vulnerabilities.mjs';

const SCRIPT = 'build-support/vulnerabilities.mjs';
const advisory = (ecosystem, name, events, more = {}) => ({
  id: 'GHSA-test',
  summary: 'an example',
  modified: '2026-11-30T00:00:00Z',
  affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }],
  ...more,
});
const range = [{ introduced: '1.2.0' }, { fixed: '1.4.1' }, { introduced: '2.0.0' }, { last_affected: '2.0.3' }];
const bom = (...purls) => ({ java: purls.map((purl) => ({ purl })) });
const hit = advisory('Maven', 'org.example:library', range);

test('a purl names its package as OSV does', () => {
  const maven = packageOf('pkg:maven/org.example/library@1.2.3?type=jar');
  assert.deepEqual(maven, { ecosystem: 'Maven', name: 'org.example:library', version: '1.2.3' });
  assert.deepEqual(packageOf('pkg:npm/%40scope/name@4.0.0'), { ecosystem: 'npm', name: '@scope/name', version: '4.0.0' });
  assert.equal(packageOf('pkg:pypi/requests@2.0'), null);
  assert.equal(packageOf(undefined), null);
});

test('a range has its first version and ends before the fix', () => {
  const expected = { '1.1.9': false, '1.2.0': true, '1.4.0': true, '1.4.1': false, '1.9': false, '2.0.0': true, '2.0.3': true, '2.0.4': false };
  for (const ecosystem of ['Maven', 'npm']) {
    for (const [version, affected] of Object.entries(expected)) {
      assert.equal(affects(advisory(ecosystem, 'a', range), { ecosystem, name: 'a', version }), affected, `${ecosystem} ${version}`);
    }
  }
});

test('events in any order and listed versions count', () => {
  const all = advisory('npm', 'a', [{ fixed: '3.0.0' }, { introduced: '0' }]);
  assert.equal(affects(all, { ecosystem: 'npm', name: 'a', version: '0.0.1' }), true);
  assert.equal(affects(all, { ecosystem: 'npm', name: 'a', version: '3.0.0' }), false);
  const listed = { id: 'MAL-1', affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.1'] }] };
  assert.equal(affects(listed, { ecosystem: 'npm', name: 'a', version: '1.0.1' }), true);
  assert.equal(affects(listed, { ecosystem: 'npm', name: 'a', version: '1.0.0' }), false);
});

test('other packages and withdrawn advisories do not count', () => {
  const one = { ecosystem: 'Maven', name: 'org.example:library', version: '1.3.0' };
  assert.equal(affects(hit, one), true);
  assert.equal(affects(hit, { ...one, name: 'org.example:other' }), false);
  assert.equal(affects(hit, { ...one, ecosystem: 'npm' }), false);
  assert.equal(affects({ ...hit, withdrawn: '2026-01-01T00:00:00Z' }, one), false);
});

test('versions are ordered as Maven and npm order them', () => {
  const ascending = {
    Maven: ['1.0-alpha1', '1.0-alpha2', '1.0-beta1', '1.0-rc1', '1.0-SNAPSHOT', '1.0', '1.0-sp', '1.0-android', '1.0-jre', '1.0.1', '1.2', '1.10', '33.7.1-jre'],
    npm: ['1.0.0-2', '1.0.0-10', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-beta', '1.0.0', '1.2.0', '1.10.0', '10.0.0'],
  };
  for (const [ecosystem, versions] of Object.entries(ascending)) {
    versions.forEach((one, i) => {
      versions.forEach((other, j) => assert.equal(compare(ecosystem, one, other), Math.sign(i - j), `${one} and ${other}`));
    });
  }
  assert.equal(compare('Maven', '1.0', '1.0.0-GA'), 0);
});

test('a hit without a reason fails with its package and id', () => {
  const boms = { ...bom('pkg:maven/org.example/library@1.3.0'), tests: [{ purl: 'pkg:maven/org.example/library@1.3.0' }] };
  assert.deepEqual(complaints(boms, [hit], {}), ['org.example:library 1.3.0 (java, tests): GHSA-test, an example']);
  assert.deepEqual(complaints(boms, [hit], { 'GHSA-test org.example:library': 'never called' }), []);
});

test('a reason goes when its advisory hits nothing more', () => {
  const reasons = { 'GHSA-test org.example:library': 'never called' };
  assert.match(complaints(bom('pkg:maven/org.example/library@1.4.1'), [hit], reasons)[0], /needs no reason/);
  assert.deepEqual(complaints(bom('pkg:maven/org.example/library@1.4.1'), [], reasons), []);
});

const run = (...args) => spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });

/** Returns a folder with an SBOM of one package, and a folder for OSV's records. */
function folders(t, purl) {
  const folder = mkdtempSync(join(tmpdir(), 'osv-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [boms, database] = ['boms', 'database'].map((name) => join(folder, name));
  [boms, join(database, 'Maven'), join(database, 'npm')].forEach((each) => mkdirSync(each, { recursive: true }));
  writeFileSync(join(boms, 'java.json'), JSON.stringify({ components: [{ purl }] }));
  return [boms, database];
}

test('the command reads OSV records, and prints their age', (t) => {
  const [boms, database] = folders(t, 'pkg:maven/org.example/library@1.3.0');
  assert.match(run(boms, database).stderr, /has no \.json file/);
  writeFileSync(join(database, 'Maven', 'GHSA-test.json'), JSON.stringify(hit));
  assert.match(run(boms, database).stderr, /no advisory for npm/);
  writeFileSync(join(database, 'npm', 'GHSA-other.json'), JSON.stringify(advisory('npm', 'other', range)));
  const { status, stdout, stderr } = run(boms, database);
  assert.equal(status, 1);
  assert.match(stderr, /^org\.example:library 1\.3\.0 \(java\): GHSA-test, an example$/m);
  assert.match(stdout, /2 advisories, as of 2026-11-30, \d+ days ago/);
});

test('a release needs whole and recent databases', (t) => {
  const [boms, database] = folders(t, 'pkg:maven/org.example/library@1.4.1');
  const release = (...more) => run(boms, ...more, '--release');
  const fill = (ecosystem, from, to, daysAgo) => {
    const modified = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    const text = JSON.stringify(advisory(ecosystem, 'org.example:library', range, { modified }));
    for (let i = from; i < to; i++) writeFileSync(join(database, ecosystem, `${i}.json`), text);
  };
  assert.match(release().stderr, /whole database .* DATABASE=folder/);
  assert.equal(release().status, 1);
  fill('Maven', 0, 3000, 1);
  fill('npm', 0, 2999, 1);
  assert.match(release(database).stderr, /^2999 advisories for npm are not all/m);
  fill('npm', 2999, 3000, 1);
  const { status, stdout } = release(database);
  assert.equal(status, 0);
  assert.match(stdout, /^By this database of 6000 advisories, as of [\d-]+, 1 days ago, none of 1 packages/m);
  fill('Maven', 0, 2991, 31);
  assert.match(release(database).stderr, /^The advisories for Maven are 31 days old/m);
});

test('make release asks for the database before it builds', () => {
  const make = (...more) => spawnSync('make', [...more, 'ENV=staging'], { encoding: 'utf8' });
  const planned = (version) => make('-n', 'release', `VERSION=${version}`, 'DATABASE=osv').stdout;
  assert.match(planned('1.0.0'), /vulnerabilities\.mjs target\/sbom 'osv' --release$/m);
  assert.match(planned('Unreleased'), /vulnerabilities\.mjs target\/sbom 'osv' *$/m);
  assert.match(make('own-database', 'VERSION=1.0.0').stderr, /make release VERSION=1\.0\.0 ENV=staging DATABASE=folder/);
  assert.equal(make('own-database', 'VERSION=1.0.0', 'DATABASE=osv').status, 0);
  assert.equal(make('own-database', 'VERSION=Unreleased').status, 0);
});

test('the extract finds advisories of the old HTTP client', (t) => {
  const [boms] = folders(t, 'pkg:maven/org.apache.httpcomponents.client5/httpclient5@5.5.1');
  const { status, stderr, stdout } = run(boms);
  assert.equal(status, 1);
  assert.match(stderr, /GHSA-hjcp-jmpx-g3qm/);
  assert.match(stdout, /an extract and not a full database/);
});
