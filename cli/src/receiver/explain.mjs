// Explains why a signature is wrong: tries the usual mistakes with bodies, keys and signatures.
import { single, verify, webhookDigest, xCdrSignature, MAX_BODY_BYTES } from '../signature.mjs';

const NAMES = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

/** Returns { id } or { reason, hints }: sentences for the person, the likeliest first. */
export function explain(headers, body, signatures, now) {
  const result = verify(headers, body, signatures, now);
  return result.id ? result : { ...result, hints: HINTS[result.reason]({ headers, body, signatures, now, ...read(headers) }) };
}

function read(headers) {
  const [id, timestamp, signature] = NAMES.map((name) => single(headers, name));
  return { id, timestamp, signature };
}

const HINTS = {
  'body-too-large': ({ body }) => [`The body has ${body.length} bytes; the system never sends more than ${MAX_BODY_BYTES}.`],
  'header-missing': ({ headers }) =>
    NAMES.filter((name) => !single(headers, name)).map((name) => `${name} is absent, empty or given twice.`),
  'id-malformed': () => ['webhook-id must have 1 to 128 letters, digits, "-" and "_".'],
  'timestamp-malformed': () => ['webhook-timestamp must have 1 to 12 digits: Unix seconds, not milliseconds and not a date.'],
  'outside-tolerance': (request) => [
    `It was signed ${age(request.now - Number(request.timestamp))}; at most 300 seconds are allowed. Compare this clock with a time server.`,
    ...apartFromTime(request),
  ],
  'signature-malformed': malformed,
  'signature-mismatch': mismatch,
};

export function age(seconds) {
  const size = Math.abs(seconds);
  const [unit, length] = [
    ['days', 86_400],
    ['hours', 3600],
    ['minutes', 60],
  ].find(([, each]) => size >= 3 * each) ?? ['seconds', 1];
  return `${Math.floor(size / length)} ${unit} ${seconds < 0 ? 'ahead' : 'ago'}`;
}

/** Verifies the signature at the time of its timestamp, because a recorded request is always old. */
function apartFromTime({ headers, body, signatures, timestamp }) {
  const { id, reason, hints } = explain(headers, body, signatures, Number(timestamp));
  return id ? ['The signature itself is valid.'] : [`Also: ${reason}.`, ...hints];
}

function malformed({ signature, signatures, id, timestamp, body }) {
  const value = signature.replace(/^v1[,=]/, '');
  const digests = signatures.map((key) => webhookDigest(key, id, timestamp, body));
  const ours = digests.some((digest) => value.toLowerCase() === digest.toString('hex'));
  const rule = 'Each entry is "v1," followed by base64 with padding of 32 bytes.';
  if (/^[0-9a-f]{64}$/i.test(value))
    return [`The signature is hex instead of base64${ours ? '; its digest is correct' : ''}.`, rule];
  if (/^[0-9a-f]{128}$/i.test(value) || /^[A-Za-z0-9+/]{86}==$/.test(value))
    return ['The signature is a SHA-512; webhook-signature has SHA-256 over id.timestamp.body.', rule];
  if (/^v1,[A-Za-z0-9_+/-]{43}=?$/.test(signature)) return ['The signature is base64url, or its padding is missing.', rule];
  return [rule];
}

function mismatch(request) {
  const held = [];
  for (const { key, about: ofKey } of keysLike(request.signatures)) {
    for (const { body, about: ofBody } of bodiesLike(request.body)) {
      if ((ofKey || ofBody) && holds(request, key, body)) held.push([ofKey, ofBody].filter(Boolean));
    }
  }
  if (held.length) return held.sort((one, other) => one.length - other.length)[0];
  const x = single(request.headers, 'x-cdr-signature');
  if (request.signatures.some((key) => x === xCdrSignature(key, request.body))) {
    return ['X-CDR-Signature is valid, so key and body are correct: webhook-id or webhook-timestamp is not the one that was signed.'];
  }
  return ['No common form of the key or the body fits: the request was signed with another Signature, or the body was changed.'];
}

function holds({ signature, id, timestamp }, key, body) {
  const entry = `v1,${webhookDigest(key, id, timestamp, body).toString('base64')}`;
  return signature.split(' ').includes(entry);
}

/** Returns the configured Signatures, and the keys that a Signature in the wrong form may stand for. */
function keysLike(signatures) {
  const configured = 'The configured Signature';
  return signatures
    .flatMap((key) => [
      { key },
      {
        key: Buffer.from(key.replace(/^whsec_/, ''), 'base64'),
        about: `${configured} is the base64 form (whsec_...) that libraries of Standard Webhooks expect; set it as the console showed it, without whsec_ and not in base64.`,
      },
      {
        key: Buffer.from(key).toString('base64'),
        about: 'It was signed with the base64 of the Signature; the key is the Signature itself.',
      },
      {
        key: `whsec_${Buffer.from(key).toString('base64')}`,
        about: 'It was signed with "whsec_" and the base64 of the Signature as text; the key is the Signature itself.',
      },
      { key: key.trim(), about: `${configured} has blanks around it that the key does not have.` },
      { key: key.replace(/^(['"])(.*)\1$/s, '$2'), about: `${configured} is in quotes, which are not part of it.` },
      ...['\n', '\r\n', ' '].map((end) => ({
        key: key + end,
        about: `It was signed with a Signature that ends with ${JSON.stringify(end)}: one side trims it, or read it from a file with its line feed.`,
      })),
      { key: ` ${key}`, about: 'It was signed with a Signature that begins with a blank: one side trims it.' },
    ])
    .filter(({ key, about }) => !about || (key.length > 0 && !signatures.includes(key)));
}

/** Returns the body, and the forms that it may have had before something changed it. */
function bodiesLike(body) {
  const text = body.toString('utf8');
  const changes = [
    [text.replace(/\r?\n$/, ''), 'A line feed was added to the body.'],
    [`${text}\n`, 'The line feed at the end of the body is missing.'],
    [text.replaceAll('\r\n', '\n'), 'The line feeds of the body were changed to CR LF.'],
    [text.replaceAll('\n', '\r\n'), 'The line ends CR LF of the body were changed to LF.'],
    [text.replace(/^\uFEFF/, ''), 'A byte order mark was added to the body.'],
    [text.trim(), 'Blanks or line feeds were added around the body.'],
    ...serialisations(text).map((each) => [
      each,
      'The body was serialised again (parsed and written anew): verify the bytes as they arrived, before a JSON parser.',
    ]),
    ...serialisations(text).map((each) => [`${each}\n`, 'The body was serialised again, and its line feed at the end was lost.']),
  ];
  const seen = new Set([text]);
  const others = changes.filter(([changed]) => !seen.has(changed) && seen.add(changed));
  return [{ body }, ...others.map(([changed, about]) => ({ body: Buffer.from(changed, 'utf8'), about }))];
}

/** Returns the same JSON as several languages write it. */
function serialisations(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const compact = JSON.stringify(value);
  const ascii = (json) => json.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const slashes = (json) => json.replaceAll('/', '\\/'); // PHP
  const spaced = JSON.stringify(value, null, 1)
    .replace(/\n */g, ' ')
    .replace(/^([{[]) /, '$1')
    .replace(/ ([}\]])$/, '$1'); // Python
  return [
    compact,
    ascii(compact),
    slashes(compact),
    slashes(ascii(compact)),
    spaced,
    ascii(spaced),
    JSON.stringify(value, null, 2),
    JSON.stringify(value, null, 4),
  ];
}
