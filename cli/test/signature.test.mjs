import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readAnnouncement, safeName } from '../../receivers/node/announcement.mjs';
import { signedHeaders, verify } from '../src/signature.mjs';

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

const { vectors } = read('receivers/vectors/signatures.json');
const bytes = ({ body, bodyBase64 }) => (body === undefined ? Buffer.from(bodyBase64, 'base64') : Buffer.from(body, 'utf8'));

test('signsAsTheSystemDoes', () => {
  const sent = vectors.filter(({ name }) => name.startsWith('platform: '));
  assert.ok(sent.length >= 8);
  for (const vector of sent) {
    const [[, id], [, timestamp]] = vector.headers;
    const headers = signedHeaders({ signatures: vector.signatures, id, timestamp: Number(timestamp), body: bytes(vector) });
    for (const [name, value] of vector.headers) assert.equal(String(Object.fromEntries(headers)[name]), value, vector.name);
  }
});

test('verdictsAreThoseOfTheVectors', () => {
  for (const vector of vectors) {
    const { id, reason } = verify(vector.headers, bytes(vector), vector.signatures, vector.now, vector.toleranceSeconds);
    assert.equal(id ? 'accepted' : reason, vector.verdict['webhook-signature'], vector.name);
  }
});

test('namesAreSavedAsTheVectorsSay', () => {
  for (const { name, saved } of read('receivers/vectors/file-names.json')) assert.equal(safeName(name), saved, name);
});

test('bodiesAreReadAsTheVectorsSay', () => {
  for (const vector of read('receivers/vectors/announcements.json')) {
    const found = readAnnouncement(bytes(vector));
    const all = found && { fileSha256: '', ...found }; // only payload 2 has a digest
    const values = all && Object.fromEntries(Object.keys(vector.read ?? all).map((name) => [name, all[name]]));
    assert.deepEqual(values, vector.read, vector.name);
  }
});
