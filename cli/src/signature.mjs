// Signs and verifies requests as docs/receiver-guide.md describes. All commands and the suite use it.
import { createHmac, timingSafeEqual } from 'node:crypto';

export const MAX_BODY_BYTES = 65_536;
export const TOLERANCE_SECONDS = 300;

const ID = /^[A-Za-z0-9_-]{1,128}$/;
const TIMESTAMP = /^[0-9]{1,12}$/;
const V1_ENTRY = /^v1,([A-Za-z0-9+/]{43}=)$/;

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

/**
 * Checks `webhook-signature`. `headers` is a list of pairs or a map, names in any case; `body` the exact bytes; `now` in
 * Unix seconds. Answers { id }, or { reason } with the first rule that the request breaks.
 */
export function verify(headers, body, signatures, now, tolerance = TOLERANCE_SECONDS) {
  if (body.length > MAX_BODY_BYTES) return { reason: 'body-too-large' };
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    single(headers, name),
  );
  if (!id || !timestamp || !signature) return { reason: 'header-missing' };
  if (!ID.test(id)) return { reason: 'id-malformed' };
  if (!TIMESTAMP.test(timestamp)) return { reason: 'timestamp-malformed' };
  if (Math.abs(now - Number(timestamp)) > tolerance) return { reason: 'outside-tolerance' };
  const given = signature
    .split(' ')
    .map((entry) => V1_ENTRY.exec(entry)?.[1])
    .filter(Boolean);
  if (given.length === 0) return { reason: 'signature-malformed' };
  const digests = given.map((text) => Buffer.from(text, 'base64'));
  const expected = signatures.filter(Boolean).map((key) => webhookDigest(key, id, timestamp, body));
  const holds = expected.some((one) => digests.some((digest) => timingSafeEqual(one, digest)));
  return holds ? { id } : { reason: 'signature-mismatch' };
}

/** The value of a header, or undefined when it is absent or given more than once. */
export function single(headers, name) {
  const values = pairs(headers)
    .filter(([each]) => each.toLowerCase() === name)
    .map(([, value]) => value);
  return values.length === 1 ? values[0] : undefined;
}

/** Pairs of a list of pairs or of a map whose values are texts or lists of texts. */
function pairs(headers) {
  if (Array.isArray(headers)) return headers;
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
}
