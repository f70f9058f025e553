// Signs requests as docs/receiver-guide.md describes, for all commands and the suite. `verify` comes from the receiver kit.
import { createHmac } from 'node:crypto';

export { MAX_BODY_BYTES, verify } from '../../receivers/node/cdr-webhook.mjs';

/** HMAC-SHA256 over id.timestamp.body; the key is the UTF-8 bytes of the Signature, nothing trimmed. */
export function webhookDigest(key, id, timestamp, body) {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

export const webhookEntry = (key, id, timestamp, body) => `v1,${webhookDigest(key, id, timestamp, body).toString('base64')}`;

export const xCdrSignature = (key, body) => createHmac('sha512', key).update(body).digest('base64');

/** The headers of a request, in the order and case in which the system sends them. The first Signature is the new one. */
export function signedHeaders({ signatures, id, timestamp, body }) {
  return [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['X-CDR-Signature', xCdrSignature(signatures[0], body)],
    ['webhook-id', id],
    ['webhook-timestamp', String(timestamp)],
    ['webhook-signature', signatures.map((key) => webhookEntry(key, id, timestamp, body)).join(' ')],
  ];
}

/** The value of a header in a list of pairs, or undefined when it is absent or given more than once. */
export function single(headers, name) {
  const values = headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
  return values.length === 1 ? values[0] : undefined;
}
