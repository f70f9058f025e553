import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { webhookSignature, xCdrSignature } from '../src/configurations/verify/signatures.ts';

interface Vector {
  name: string;
  signatures: [string];
  body: string;
  headers: [string, string][];
}

/** The requests among the receiver kit's vectors that are exactly what the platform sends. */
const vectors = (
  JSON.parse(
    readFileSync(new URL('../../receivers/vectors/signatures.json', import.meta.url), 'utf8'),
  ) as { vectors: Vector[] }
).vectors.filter(({ name }) => name.startsWith('platform: '));

function header({ headers }: Vector, wanted: string) {
  return headers.find(([name]) => name === wanted)?.[1] ?? '';
}

test.each(vectors)('X-CDR-Signature as PHP computes it: $name', async (vector) => {
  expect(await xCdrSignature(vector.signatures[0], vector.body)).toBe(
    header(vector, 'X-CDR-Signature'),
  );
});

test.each(vectors)('webhook-signature of Standard Webhooks: $name', async (vector) => {
  const message = {
    id: header(vector, 'webhook-id'),
    timestamp: header(vector, 'webhook-timestamp'),
    body: vector.body,
  };
  expect(await webhookSignature(vector.signatures[0], message)).toBe(
    header(vector, 'webhook-signature'),
  );
});
