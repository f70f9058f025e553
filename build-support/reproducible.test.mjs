import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { differences, hashes, unlisted } from './reproducible.mjs';

const component = (name, version = '1') => ({ name, version });
const bom = { metadata: { component: component('a-function') }, components: [component('library', '2.1')] };

test('a byte that differs and a file too many are named', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'builds-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [build, text] of [['one', 'x'], ['two', 'y']]) {
    mkdirSync(join(root, build, 'pages'), { recursive: true });
    writeFileSync(join(root, build, 'pages', 'same'), 'equal');
    writeFileSync(join(root, build, 'pages', 'other'), text);
  }
  writeFileSync(join(root, 'two', 'pages', 'more'), '');
  const [one, two] = ['one', 'two'].map((build) => hashes(join(root, build), ['pages']));
  assert.deepEqual(differences(one, two), ['pages/more', 'pages/other']);
  assert.deepEqual(differences(one, one), []);
});

test('a package has the jars that its SBOM names, and no others', () => {
  assert.deepEqual(unlisted(['lib/a-function-1.jar', 'lib/library-2.1.jar', 'META-INF/sbom/application.cdx.json'], bom), []);
  assert.deepEqual(unlisted(['lib/a-function-1.jar', 'lib/stowaway-3.jar'], bom), ['lib/stowaway-3.jar', 'lib/library-2.1.jar']);
});
