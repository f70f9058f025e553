import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allows, complaints, licenceOf } from './licences.mjs';

const component = (name, ...ids) => ({ name, version: '1', licenses: ids.map((id) => ({ license: { id } })) });

test('simple SPDX expressions are read, all others refused', () => {
  const allowed = ['MIT', 'ISC', 'GPL-2.0-only WITH Classpath-exception-2.0'];
  for (const good of ['MIT', '(GPL-3.0-only OR MIT)', 'MIT AND ISC', 'X OR MIT AND ISC', 'GPL-2.0-only WITH Classpath-exception-2.0']) {
    assert.equal(allows(allowed, good), true, good);
  }
  for (const bad of ['', 'GPL-3.0-only', 'MIT AND GPL-3.0-only', 'MIT AND X OR X', 'MIT OR', '(MIT', 'MIT ISC', 'MIT AND (ISC OR X)', 'X AND (Y OR MIT OR Z)', 'GPL-2.0-only WITH X', 'GPL-2.0-only']) {
    assert.equal(allows(allowed, bad), false, bad);
  }
});

test('of several licences that a package names one may be chosen', () => {
  assert.equal(licenceOf(component('a', 'MIT', 'GPL-3.0-only')), 'MIT OR GPL-3.0-only');
  assert.deepEqual(complaints({ java: [component('a', 'MIT', 'GPL-3.0-only')] }, {}), []);
});

test('what runs is held to more than what only tests need', () => {
  assert.equal(complaints({ java: [component('a', 'MPL-2.0')] }, {}).length, 1);
  assert.equal(complaints({ 'java-with-tests': [component('a', 'MPL-2.0')] }, {}).length, 0);
  assert.equal(complaints({ 'java-with-tests': [component('a', 'GPL-3.0-only')] }, {}).length, 1);
});

test('a package without a licence is refused', () => {
  assert.match(complaints({ java: [{ name: 'a', version: '1' }] }, {})[0], /no licence/);
});

test('a reason covers one licence, and an unused one is refused', () => {
  const reasoned = { a: ['EPL-2.0', 'a test'] };
  assert.deepEqual(complaints({ java: [component('a', 'EPL-2.0')] }, reasoned), []);
  assert.equal(complaints({ java: [component('a', 'GPL-3.0-only')] }, reasoned).length, 2);
  assert.match(complaints({ java: [component('b', 'MIT')] }, reasoned)[0], /needs no reason/);
});
