// Sends the requests of the test's receiver to the system.
import { createHmac, randomBytes } from 'node:crypto';
import { verify, xCdrSignature } from '../../../cli/src/signature.mjs';
import { unixSeconds } from '../announcement.mjs';

const LONGEST_LIST = 4 * 1024 * 1024;
const PAUSE = 500;
const YOUNG_SECONDS = 6;

/** Returns a function that sends a request and returns { status, headers, body, expected }. */
export function asker(address, signatures, makes) {
  const newId = () => `req_${randomBytes(16).toString('hex')}`;
  const sameId = newId();
  return async (properties) => {
    const id = makes('id of a request used twice') ? sameId : newId();
    const body = Buffer.from(JSON.stringify({ ...properties, id, at: new Date().toISOString() }));
    const hex = createHmac('sha512', signatures[0]).update(body).digest('hex');
    const signature = makes('request signed in hex') ? hex : xCdrSignature(signatures[0], body);
    const answer = await fetch(new URL('/bulk/cdr-mgr/v1/receiver-requests', address), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CDR-Signature': signature },
      body,
    });
    const expected = properties.request === 'renew-link' ? properties.deliveryId : id;
    return { status: answer.status, headers: [...answer.headers], body: Buffer.from(await answer.arrayBuffer()), expected };
  };
}

/** Returns whether an answer has a valid signature for its request. */
export function holds({ headers, body, expected }, signatures) {
  return verify(headers, body, signatures, unixSeconds(), 300, LONGEST_LIST).id === expected;
}

/** Returns 'renewed', 'gone', 'failed', or { pause } in milliseconds. */
export async function renew(inbox, id, { ask, makes, signatures }) {
  if (makes('link not renewed')) return 'dead link';
  if (unixSeconds() - inbox.get(id).signedAt < YOUNG_SECONDS && !makes('fresh link renewed at once')) return { pause: PAUSE };
  const answer = await ask({ request: 'renew-link', deliveryId: id });
  if (answer.status === 410 && !makes('asks again for what is gone')) return 'gone';
  const seconds = Number(new Headers(answer.headers).get('Retry-After'));
  if (answer.status !== 201) return { pause: makes('Retry-After of a renewal ignored') ? PAUSE : Math.max(PAUSE, seconds * 1000) };
  if (!holds(answer, signatures) && !makes('answer to a renewal not verified')) return { pause: PAUSE };
  inbox.add({ id, signedAt: unixSeconds(), body: answer.body.toString('latin1') });
  return 'renewed';
}
