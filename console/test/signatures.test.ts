import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { webhookSignature, xCdrSignature } from '../src/configurations/verify/signatures.ts';

interface Vector {
  name: string;
  key: string;
  body: string;
  xCdrSignature: string;
  webhookId: string;
  webhookTimestamp: number;
  webhookSignature: string;
}

const { vectors } = JSON.parse(
  readFileSync(
    new URL('../../webhook-core/src/test/resources/signature-vectors.json', import.meta.url),
    'utf8',
  ),
) as { vectors: Vector[] };

test.each(vectors)(
  'X-CDR-Signature as PHP computes it: $name',
  async ({ key, body, ...expected }) => {
    expect(await xCdrSignature(key, body)).toBe(expected.xCdrSignature);
  },
);

test.each(vectors)(
  'webhook-signature of Standard Webhooks: $name',
  async ({ key, body, ...expected }) => {
    const message = { id: expected.webhookId, timestamp: String(expected.webhookTimestamp), body };
    expect(await webhookSignature(key, message)).toBe(expected.webhookSignature);
  },
);
