import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { safeName } from '../src/receiver/safe-name.mjs';
import { signedHeaders, verify } from '../src/signature.mjs';

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const lacking = (path) => !existsSync(new URL(`../../${path}`, import.meta.url)) && `${path} is not there`;

test('signsAsTheSystemDoes', () => {
  for (const vector of read('webhook-core/src/test/resources/signature-vectors.json').vectors) {
    const body = Buffer.from(vector.body, 'utf8');
    const headers = signedHeaders({ signatures: [vector.key], id: vector.webhookId, timestamp: vector.webhookTimestamp, body });
    const values = Object.fromEntries(headers);
    assert.equal(values['X-CDR-Signature'], vector.xCdrSignature, vector.name);
    assert.equal(values['webhook-signature'], vector.webhookSignature, vector.name);
    assert.deepEqual(verify(headers, body, [vector.key], vector.webhookTimestamp), { id: vector.webhookId }, vector.name);
  }
});

test('verdictsAreThoseOfTheVectors', { skip: lacking('receivers/vectors/signatures.json') }, () => {
  for (const vector of read('receivers/vectors/signatures.json').vectors) {
    const body = vector.body === undefined ? Buffer.from(vector.bodyBase64, 'base64') : Buffer.from(vector.body, 'utf8');
    const { id, reason } = verify(vector.headers, body, vector.signatures, vector.now, vector.toleranceSeconds);
    assert.equal(id ? 'accepted' : reason, vector.verdict['webhook-signature'], vector.name);
  }
});

test('namesAreSavedAsTheVectorsSay', { skip: lacking('receivers/vectors/file-names.json') }, () => {
  for (const { name, saved } of read('receivers/vectors/file-names.json')) assert.equal(safeName(name), saved, name);
});
