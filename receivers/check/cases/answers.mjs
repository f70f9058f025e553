// The cases with validly signed requests, which the receiver must accept.
import { randomBytes } from 'node:crypto';
import { webhookEntry, xCdrSignature, MAX_BODY_BYTES } from '../../../cli/src/signature.mjs';
import { announcement, bodyOf, newId, unixSeconds } from '../announcement.mjs';
import { signed } from '../breaks.mjs';
import { CaseFailure, described } from '../trial.mjs';

const HEADER_FORMS = {
  'lower case': (name) => name.toLowerCase(),
  'upper case': (name) => name.toUpperCase(),
  'first letters in upper case': (name) => name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
};

async function headerNames(t) {
  for (const [form, renamed] of Object.entries(HEADER_FORMS)) {
    const { headers, body } = signed(t.values({ body: quietBody(t) }));
    t.accepted(
      await t.send({ headers: headers.map(([name, value]) => [renamed(name), value]), body }),
      `header names in ${form}`,
    );
  }
}

/** The body of an announcement with an error: it has no file to fetch. */
const quietBody = (t, changes) => bodyOf(announcement(t.store.add(), { error: 'Sent by a check', ...changes }));

async function bytesAsTheyArrive(t) {
  const json = JSON.stringify(
    announcement(t.store.add(), { error: 'Sent by a check', taskName: 'Süd\u2028 / \u{1F4DE}' }),
    null,
    2,
  );
  const escaped = json
    .replaceAll('/', '\\/')
    .replace(/[^\x20-\x7e\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const bodies = {
    'with blanks and line feeds': json,
    'with \\/ and \\u escapes': escaped,
    'with a line feed at its end': `${json}\n`,
  };
  for (const [form, text] of Object.entries(bodies)) {
    t.accepted(
      await t.send(signed(t.values({ body: Buffer.from(text, 'utf8') }))),
      `a signed body ${form}`,
      'verify the bytes as they arrived, before a JSON parser',
    );
  }
}

/** During a rotation, X-CDR-Signature may come from a Signature that the receiver does not know yet. */
async function rotation(t) {
  const unknown = randomBytes(24).toString('base64');
  for (const signatures of [
    [unknown, t.signatures[0]],
    [t.signatures[0], unknown],
  ]) {
    const headers = signed(t.values({ body: quietBody(t), signatures }));
    headers.headers = headers.headers.map(([name, value]) => [
      name,
      name === 'X-CDR-Signature' ? xCdrSignature(unknown, headers.body) : value,
    ]);
    t.accepted(await t.send(headers), 'a request with two entries in webhook-signature, one of them ours');
  }
}

async function otherVersionFirst(t) {
  const values = t.values({ body: quietBody(t) });
  const entry = webhookEntry(values.signatures[0], values.id, values.timestamp, values.body);
  const { headers, body } = signed(values);
  const changed = headers.map(([name, value]) => [
    name,
    name === 'webhook-signature' ? `v2,${entry.slice(3)} v1a,AAAA ${entry}` : value,
  ]);
  t.accepted(await t.send({ headers: changed, body }), 'a good v1 entry after entries of other versions');
}

async function tolerance(t) {
  for (const seconds of [-270, 270]) {
    await t.announce(undefined, { body: quietBody(t), timestamp: unixSeconds() + seconds });
  }
}

const withKey = (index, hint) => async (t) =>
  t.announce(undefined, { body: quietBody(t), signatures: [t.signatures[index]], hint });

const HINTS = {
  each: 'try each Signature',
  blanks: 'use the Signature as it is, do not trim',
  unicode: 'the key is the UTF-8 bytes of the Signature',
  base64: 'use the Signature as it is, do not decode it',
};

async function largestBody(t) {
  const body = quietBody(t);
  const padded = Buffer.concat([body, Buffer.alloc(MAX_BODY_BYTES - body.length, ' ')]);
  t.accepted(await t.send(signed(t.values({ body: padded }))), 'a body of 65,536 bytes');
}

async function tooLargeBody(t) {
  const report = t.store.add();
  const body = Buffer.concat([bodyOf(announcement(report)), Buffer.alloc(1_048_576, ' ')]);
  for (const chunked of [false, true]) {
    const answer = await t.send({ ...signed(t.values({ body })), chunked });
    if (answer.status >= 200 && answer.status <= 399) {
      throw new CaseFailure(`a body of 1 MiB was answered ${described(answer)}; refuse more than 65,536 bytes with 413`);
    }
  }
}

async function answersFirst(t) {
  let answered;
  const answer = new Promise((resolve) => (answered = resolve));
  const report = t.store.add({ link: () => answer });
  try {
    await t.announce(report);
  } finally {
    answered();
  }
  await t.fetched(report);
}

async function manyAtOnce(t) {
  const reports = Array.from({ length: 20 }, () => t.store.add());
  await Promise.all(reports.map((report) => t.announce(report)));
  await Promise.all(reports.map((report) => t.fetched(report)));
}

async function sameIdAtOnce(t) {
  const id = newId();
  const first = t.store.add();
  const reports = [first, t.store.add({ of: first })];
  await Promise.all(reports.map((report) => t.announce(report, { id })));
  await t.until(() => reports.some((report) => report.fetched), 'a report that was announced twice at once was not fetched');
}

export const answers = [
  { name: 'header-names', title: 'Header names are accepted in any case', run: headerNames },
  { name: 'exact-bytes', title: 'The signature is checked over the bytes as they arrive', run: bytesAsTheyArrive },
  { name: 'rotation', title: 'One good entry in webhook-signature is enough, whatever X-CDR-Signature says', run: rotation },
  { name: 'other-version', title: 'Entries of other versions are ignored', run: otherVersionFirst },
  { name: 'clock-tolerance', title: 'A clock difference of 270 seconds is accepted', run: tolerance },
  { name: 'second-signature', title: 'Each of several Signatures is accepted', needs: ['keys'], run: withKey(1, HINTS.each) },
  {
    name: 'key-with-blanks',
    title: 'A Signature with blanks around it is not trimmed',
    needs: ['start'],
    run: withKey(2, HINTS.blanks),
  },
  {
    name: 'key-non-ascii',
    title: 'A Signature that is not ASCII is used as UTF-8',
    needs: ['start'],
    run: withKey(3, HINTS.unicode),
  },
  {
    name: 'key-like-base64',
    title: 'A Signature that looks like base64 is not decoded',
    needs: ['start'],
    run: withKey(4, HINTS.base64),
  },
  { name: 'largest-body', title: 'A body of 65,536 bytes is accepted', run: largestBody },
  { name: 'too-large-body', title: 'A body of 1 MiB is refused', run: tooLargeBody },
  { name: 'answers-first', title: 'The answer does not wait for the download', needs: ['fetch'], run: answersFirst },
  { name: 'many-at-once', title: 'Twenty requests at once are answered and fetched', needs: ['fetch'], run: manyAtOnce },
  { name: 'same-id-at-once', title: 'Two attempts of one delivery at once are answered', needs: ['fetch'], run: sameIdAtOnce },
];
