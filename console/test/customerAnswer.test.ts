import { beforeAll, describe, expect, test } from 'vitest';
import type { Attempt, DeliveryWithAttempts } from '../src/api/shapes.ts';
import { customerAnswer } from '../src/deliveries/customerAnswer.ts';
import { chooseZone } from '../src/format/zone.ts';
import { attempt, delivery, link, refused } from './Sample.ts';

const NOW = Date.parse('2026-12-01T15:00:00Z');
const FETCHED = {
  linkFollowedAt: '2026-12-01T14:45:04.000Z',
  linkLastFollowedAt: '2026-12-01T14:45:04.000Z',
  linkFollowedFrom: '203.0.113.7',
  linkFollows: 1,
};
const PENDING: Partial<DeliveryWithAttempts> = {
  status: 'PENDING',
  attempts: [],
  attempt: 0,
  links: [],
};

function body(error: string): Partial<Attempt> {
  const text = JSON.stringify({ error });
  return {
    request: { method: 'POST', url: 'https://r.example', headers: [], body: text, signedWith: [] },
  };
}

beforeAll(() => chooseZone('UTC'));

const SENT =
  'Report tx.zip was sent on 1 Dec 2026 at 14:45:02 UTC, your system answered 200 at 14:45:02 UTC';
const NOT_YET = 'Report tx.zip has not been delivered yet, after';

describe('what to tell the customer', () => {
  test.each<[string, Partial<DeliveryWithAttempts>, string]>([
    [
      'delivered and fetched',
      FETCHED,
      `${SENT}, and the file was fetched once, at 14:45:04 UTC from 203.0.113.7.`,
    ],
    [
      'fetched several times, from an unknown address',
      {
        ...FETCHED,
        linkFollows: 3,
        linkFollowedFrom: '',
        linkLastFollowedAt: '2026-12-02T00:00:00.000Z',
      },
      `${SENT}, and the file was fetched 3 times, the last time on 2 Dec 2026 at 00:00:00 UTC.`,
    ],
    [
      'delivered, not fetched yet',
      {},
      `${SENT}. The file has not been fetched yet; its link is valid until 2 Dec 2026 at 14:45:02 UTC.`,
    ],
    [
      'delivered, the link expired',
      { links: [link({ validUntil: '2026-12-01T14:59:59.000Z' })] },
      `${SENT}. The file was not fetched before its link expired at 14:59:59 UTC.`,
    ],
    ['delivered, the link is deleted', { links: [] }, `${SENT}. The file has not been fetched.`],
    [
      'link revoked before it was used',
      { links: [link({ revoked: true, revokedAt: '2026-12-01T14:50:00.000Z' })] },
      `${SENT}. The file was not fetched before we revoked its link at 14:50:00 UTC.`,
    ],
    [
      'link revoked after it was used, by an earlier version',
      { ...FETCHED, links: [link({ revoked: true })] },
      `${SENT}, and the file was fetched once, at 14:45:04 UTC from 203.0.113.7. We revoked its link.`,
    ],
    [
      'error in the payload',
      { ...FETCHED, attempts: [attempt(body('the archive is damaged'))] },
      `${SENT}, and the file was fetched once, at 14:45:04 UTC from 203.0.113.7. The notification said that something is wrong with the file: "the archive is damaged".`,
    ],
    [
      'confirmed by a receipt',
      {
        ...FETCHED,
        attempts: [attempt(body(''))],
        receipt: { at: '2026-12-01T14:45:09.000Z', fileSha256: '', matches: true },
      },
      `${SENT}, and the file was fetched once, at 14:45:04 UTC from 203.0.113.7. Your system confirmed the file at 14:45:09 UTC.`,
    ],
    [
      'another file confirmed',
      { ...FETCHED, receipt: { at: '2026-12-01T14:45:09.000Z', fileSha256: '', matches: false } },
      `${SENT}, and the file was fetched once, at 14:45:04 UTC from 203.0.113.7. Your system confirmed a file at 14:45:09 UTC, but not the one that we sent.`,
    ],
    [
      'not sent yet',
      {
        ...PENDING,
        waitsFor: { cause: 'TURN', reason: '', failingSince: null, nextProbeAt: null },
      },
      'Report tx.zip arrived on 1 Dec 2026 at 14:45:00 UTC and has not been sent yet. The next attempt is due now.',
    ],
    [
      'being sent',
      {
        ...PENDING,
        waitsFor: { cause: 'ANSWER', reason: '', failingSince: null, nextProbeAt: null },
      },
      'Report tx.zip arrived on 1 Dec 2026 at 14:45:00 UTC and has not been sent yet. An attempt is in progress.',
    ],
    [
      'retrying',
      {
        ...PENDING,
        attempts: [refused(1), refused(2)],
        nextAttemptAt: '2026-12-01T14:55:00.000Z',
        waitsFor: { cause: 'SCHEDULE', reason: '', failingSince: null, nextProbeAt: null },
      },
      `${NOT_YET} 2 attempts: the last one was made on 1 Dec 2026 at 14:45:02 UTC, and your system answered 503 at 14:45:02 UTC. The next attempt is due at 14:55:00 UTC.`,
    ],
    [
      'waiting for a system that is down',
      {
        ...PENDING,
        attempts: [
          refused(1, {
            statusCode: null,
            outcome: 'UNREACHABLE',
            reason: 'the connection was refused.',
          }),
        ],
        waitsFor: {
          cause: 'RECEIVER',
          reason: '',
          failingSince: '2026-11-30T10:00:00.000Z',
          nextProbeAt: '2026-12-01T15:10:00.000Z',
        },
      },
      `${NOT_YET} 1 attempt: the last one was made on 1 Dec 2026 at 14:45:02 UTC, and your system gave no complete answer (the connection was refused). Your system has failed since 30 Nov 2026 at 10:00:00 UTC; the next attempt is due on 1 Dec 2026 at 15:10:00 UTC.`,
    ],
    [
      'retrying, with the time of the last attempt',
      {
        ...PENDING,
        attempts: [refused(1)],
        nextAttemptAt: '2026-12-01T14:55:00.000Z',
        givesUpAt: '2026-12-04T19:00:00.000Z',
        waitsFor: { cause: 'SCHEDULE', reason: '', failingSince: null, nextProbeAt: null },
      },
      `${NOT_YET} 1 attempt: the last one was made on 1 Dec 2026 at 14:45:02 UTC, and your system answered 503 at 14:45:02 UTC. The next attempt is due at 14:55:00 UTC. If no attempt succeeds, we stop trying on 4 Dec 2026 at 19:00:00 UTC.`,
    ],
    [
      'retrying, while its webhook is disabled',
      {
        ...PENDING,
        attempts: [refused(1)],
        attemptsLeft: 12,
        givesUpAt: '2026-12-04T19:00:00.000Z',
        waitsFor: {
          cause: 'ENABLING',
          reason: '',
          failingSince: '2026-11-30T10:00:00.000Z',
          nextProbeAt: '2026-12-01T15:10:00.000Z',
        },
      },
      `${NOT_YET} 1 attempt: the last one was made on 1 Dec 2026 at 14:45:02 UTC, and your system answered 503 at 14:45:02 UTC. Your webhook is disabled. We will send it when the webhook is enabled again.`,
    ],
    [
      'a test that waits, which is tried once',
      {
        ...PENDING,
        test: true,
        givesUpAt: '2026-12-01T14:55:00.000Z',
        waitsFor: { cause: 'TURN', reason: '', failingSince: null, nextProbeAt: null },
      },
      'Test report tx.zip arrived on 1 Dec 2026 at 14:45:00 UTC and has not been sent yet. The next attempt is due now.',
    ],
    [
      'failed',
      { status: 'FAILED', attempts: [refused(13)] },
      'Report tx.zip could not be delivered, after 13 attempts: the last one was made on 1 Dec 2026 at 14:45:02 UTC, and your system answered 503 at 14:45:02 UTC. We will not resend it automatically.',
    ],
    [
      'failed, the address is not allowed',
      {
        status: 'FAILED',
        test: true,
        attempts: [refused(1, { statusCode: null, outcome: 'BLOCKED' })],
      },
      'Test report tx.zip could not be delivered, after 1 attempt: the last one was made on 1 Dec 2026 at 14:45:02 UTC, and we do not send to that address. We will not resend it automatically.',
    ],
    [
      'failed without an attempt',
      { status: 'FAILED', attempts: [] },
      'Report tx.zip could not be delivered. We will not resend it automatically.',
    ],
    [
      'held',
      { status: 'HELD', attempts: [] },
      'Report tx.zip is held: your webhook is disabled. We will send it when the webhook is enabled again.',
    ],
    [
      'no receiver',
      { status: 'UNROUTED', attempts: [], configurationId: null },
      'Report tx.zip arrived on 1 Dec 2026 at 14:45:00 UTC and was not sent, because its CDR task 42 had no webhook at that time.',
    ],
    [
      'delivered, and sent again without success',
      { ...FETCHED, status: 'FAILED', round: 2, attempts: [attempt(), refused(13, { round: 2 })] },
      `${SENT}, and the file was fetched once, at 14:45:04 UTC from 203.0.113.7. It was sent again later and not accepted, after 13 attempts: the last one was made at 14:45:02 UTC, and your system answered 503 at 14:45:02 UTC.`,
    ],
    [
      'delivered, and being sent again',
      { ...FETCHED, status: 'PENDING', round: 2, attempts: [attempt()] },
      `${SENT}, and the file was fetched once, at 14:45:04 UTC from 203.0.113.7. We are sending it again. The next attempt is due now.`,
    ],
    [
      'delivered, older attempts are gone',
      { ...FETCHED, attempts: [] },
      'Report tx.zip was delivered, and the file was fetched once, on 1 Dec 2026 at 14:45:04 UTC from 203.0.113.7.',
    ],
  ])('%s', (_, changes, words) => expect(customerAnswer(delivery(changes), NOW)).toBe(words));
});

test('text from elsewhere cannot hide in the answer', () => {
  const given = delivery({ fileName: 'tx\u202epiz.exe' });
  expect(customerAnswer(given, NOW)).toContain('tx⟨U+202E⟩piz.exe');
});
