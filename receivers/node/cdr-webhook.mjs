// Verifies CDR webhooks. This file is all you need to copy; it uses nothing but Node 20.
import { createHmac, timingSafeEqual } from 'node:crypto';

export const MAX_BODY_BYTES = 65_536;

/**
 * Returns { id, signedAt } for a request that the platform signed, else { reason }.
 *
 * headers: `request.headersDistinct`, or a list of [name, value] pairs; names in any case.
 * body: a Buffer with the bytes as they arrived. JSON that was parsed and written again does not verify.
 * signatures: the Signatures of the configuration as they are, the new one first; two during a rotation.
 * now, tolerance: Unix seconds, and how far webhook-timestamp may be from them.
 * longest: how many bytes the body may have. Answers to `list-reports` have more than webhooks.
 */
export function verify(headers, body, signatures, now, tolerance = 300, longest = MAX_BODY_BYTES) {
  if (body.length > longest) return { reason: 'body-too-large' };

  const id = onlyValue(headers, 'webhook-id');
  const timestamp = onlyValue(headers, 'webhook-timestamp');
  const signed = onlyValue(headers, 'webhook-signature');
  if (!id || !timestamp || !signed) return { reason: 'header-missing' };

  // The id becomes the name of a folder, so nothing but these characters may be in it.
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(id)) return { reason: 'id-malformed' };

  if (!/^[0-9]{1,12}$/.test(timestamp)) return { reason: 'timestamp-malformed' };
  if (Math.abs(now - Number(timestamp)) > tolerance) return { reason: 'outside-tolerance' };

  // Several entries are separated by spaces. 43 characters and a padding are the base64 of 32 bytes.
  const given = signed.split(' ').filter((entry) => /^v1,[A-Za-z0-9+/]{43}=$/.test(entry));
  if (given.length === 0) return { reason: 'signature-malformed' };

  // An empty key is no secret: anyone can sign with it.
  const expected = signatures.filter((signature) => signature !== '').map((signature) => {
    const hmac = createHmac('sha256', Buffer.from(signature, 'utf8')).update(`${id}.${timestamp}.`).update(body);
    return `v1,${hmac.digest('base64')}`;
  });
  const matches = expected.some((ours) => given.some((theirs) => timingSafeEqual(Buffer.from(ours), Buffer.from(theirs))));
  return matches ? { id, signedAt: Number(timestamp) } : { reason: 'signature-mismatch' };
}

/** The value of a header that was sent exactly once, else undefined. */
function onlyValue(headers, wanted) {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
  const values = pairs.filter(([name]) => name.toLowerCase() === wanted).flatMap(([, value]) => value);
  return values.length === 1 ? values[0] : undefined;
}
