// Reads receivers/vectors, and compares them with the results of a sample.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const REASONS = [
  'accepted',
  'body-too-large',
  'header-missing',
  'id-malformed',
  'timestamp-malformed',
  'outside-tolerance',
  'signature-malformed',
  'signature-mismatch',
];

const read = (name) => JSON.parse(readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8'));

/** Returns the right results, by key: `signature NAME`, `file NAME`, `announcement NAME`, `request NAME` and `link NAME`. */
export function readVectors() {
  const { vectors } = read('signatures.json');
  vectors.forEach(checkShape);
  const expected = [
    ...vectors.map(({ name, verdict }) => [`signature ${name}`, verdict['webhook-signature']]),
    ...read('file-names.json').map(({ name, saved }) => [`file ${JSON.stringify(name)}`, saved]),
    ...read('announcements.json').map(({ name, read: values }) => [`announcement ${name}`, values]),
    ...read('links.json').map((vector) => [`link ${vector.name}`, vector['X-CDR-Signature']]),
    ...signedRequests().map((vector) => [`request ${vector.name}`, vector['X-CDR-Signature']]),
  ];
  const map = new Map(expected);
  if (map.size !== expected.length) throw new Error('two vectors have the same name');
  return map;
}

/** Returns the requests of receivers whose valid signatures come from one Signature. */
const signedRequests = () => read('receiver-requests.json').vectors.filter(({ signedWith }) => signedWith !== undefined);

function checkShape(vector) {
  const { name, signatures, now, toleranceSeconds, headers, body, bodyBase64, verdict, why } = vector;
  const fits =
    [name, why].every((text) => typeof text === 'string') &&
    [signatures, headers].every(Array.isArray) &&
    headers.every((pair) => pair.length === 2) &&
    [now, toleranceSeconds].every(Number.isSafeInteger) &&
    (body === undefined) !== (bodyBase64 === undefined) &&
    REASONS.includes(verdict['webhook-signature']);
  if (!fits) throw new Error(`this vector does not match vectors.schema.json: ${name}`);
}

/** Compares `output`, with one JSON object a line. Returns one line for each wrong or missing result. */
export function compareWithVectors(output, expected) {
  const given = new Map(
    output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => answerOf(JSON.parse(line))),
  );
  const missing = [...expected.keys()].filter((key) => !given.has(key)).map((key) => `vector ${key}: no answer`);
  const wrong = [...given].filter(([key, answer]) => !isDeepStrictEqual(answer, expected.get(key)));
  return [
    ...missing,
    ...wrong.map(([key, answer]) => `vector ${key}: ${JSON.stringify(answer)} instead of ${JSON.stringify(expected.get(key))}`),
  ];
}

function answerOf(line) {
  if ('file' in line) return [`file ${JSON.stringify(line.file)}`, line.saved];
  if ('link' in line) return [`link ${line.link}`, line.signed];
  if ('request' in line) return [`request ${line.request}`, line.signed];
  if ('announcement' in line) return [`announcement ${line.announcement}`, line.read];
  return [`signature ${line.name}`, line.verdict];
}
