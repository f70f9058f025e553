// The ways to break a signed request. A receiver must refuse each of them.
import { randomBytes } from 'node:crypto';
import { signedHeaders, webhookDigest, webhookEntry } from '../../cli/src/signature.mjs';

const replaced = (headers, name, value) => headers.map(([each, old]) => [each, each === name ? value : old]);
const without = (headers, name) => headers.filter(([each]) => each !== name);

/** Signs a body, and returns { headers, body }. `values` is { signatures, id, timestamp, body }. */
export const signed = (values) => ({ headers: signedHeaders(values), body: values.body });

const withSignature = (change) => (values) => {
  const { headers, body } = signed(values);
  return { headers: replaced(headers, 'webhook-signature', change(values)), body };
};
const withoutHeader = (name) => (values) => ({ headers: without(signedHeaders(values), name), body: values.body });
const withBody = (change) => (values) => ({ headers: signedHeaders(values), body: change(values.body) });
const withTimestamp = (seconds) => (values) => signed({ ...values, timestamp: values.timestamp + seconds });
const withKeys = (change) => (values) => signed({ ...values, signatures: change(values) });

const base64 = ({ signatures, id, timestamp, body }) => webhookDigest(signatures[0], id, timestamp, body).toString('base64');

/** Swaps the case of each letter: a comparison that ignores case accepts the result. */
const otherCase = (text) => text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

const EXACT_BYTES = 'verify the bytes as they arrived, before a JSON parser';
const CLOCK = 'compare webhook-timestamp with your clock: at most 300 s';

/** By kind: `about` describes the fault of the request, `make` creates it, and `hint` explains how a receiver detects it. */
export const BREAKS = {
  'wrong-key': { about: 'signed with another Signature', make: withKeys(() => [randomBytes(24).toString('base64')]) },
  'empty-key': { about: 'signed with an empty key', make: withKeys(() => ['']) },
  'body-changed': { about: 'one bit of the body is changed', hint: EXACT_BYTES, make: withBody((body) => flipped(body)) },
  'newline-added': {
    about: 'a line feed is added to the body',
    hint: EXACT_BYTES,
    make: withBody((body) => Buffer.concat([body, Buffer.from('\n')])),
  },
  're-serialised': {
    about: 'the JSON is written again, in another form',
    hint: EXACT_BYTES,
    make: withBody((body) => spaced(body)),
  },
  'other-id': {
    about: 'webhook-id is of another delivery',
    make: (values) => ({
      headers: replaced(signedHeaders(values), 'webhook-id', `${values.id.slice(0, -1)}x`),
      body: values.body,
    }),
  },
  'other-time': {
    about: 'webhook-timestamp is another one than was signed',
    make: (values) => ({
      headers: replaced(signedHeaders(values), 'webhook-timestamp', String(values.timestamp - 1)),
      body: values.body,
    }),
  },
  stale: { about: 'signed 330 seconds ago: a replay', hint: CLOCK, make: withTimestamp(-330) },
  future: { about: 'signed 330 seconds ahead', hint: CLOCK, make: withTimestamp(330) },
  hex: {
    about: 'webhook-signature holds hex, not base64',
    make: withSignature((v) => `v1,${Buffer.from(base64(v), 'base64').toString('hex')}`),
  },
  'other-case': {
    about: 'the letters of webhook-signature have the other case',
    make: withSignature((v) => `v1,${otherCase(base64(v))}`),
  },
  truncated: { about: 'webhook-signature holds half of the digest', make: withSignature((v) => `v1,${base64(v).slice(0, 20)}`) },
  'no-value': { about: 'webhook-signature is "v1," alone', make: withSignature(() => 'v1,') },
  'other-version': { about: 'webhook-signature holds a v1a entry alone', make: withSignature((v) => `v1a,${base64(v)}`) },
  'empty-signature': { about: 'webhook-signature is empty', make: withSignature(() => '') },
  'no-signature': { about: 'webhook-signature is absent', make: withoutHeader('webhook-signature') },
  'no-id': { about: 'webhook-id is absent', make: withoutHeader('webhook-id') },
  'no-timestamp': { about: 'webhook-timestamp is absent', make: withoutHeader('webhook-timestamp') },
  'bad-timestamp': {
    about: 'webhook-timestamp is no number',
    make: (values) => {
      const timestamp = new Date(values.timestamp * 1000).toISOString();
      const headers = replaced(signedHeaders(values), 'webhook-timestamp', timestamp);
      return {
        headers: replaced(headers, 'webhook-signature', webhookEntry(values.signatures[0], values.id, timestamp, values.body)),
        body: values.body,
      };
    },
  },
};

function flipped(body) {
  const changed = Buffer.from(body);
  changed[changed.indexOf('"taskName":"') + 12] ^= 1;
  return changed;
}

const spaced = (body) => Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8')), null, 1), 'utf8');
