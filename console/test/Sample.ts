import type { Attempt, DeliveryWithAttempts } from '../src/api/shapes.ts';

/** A report that was delivered at the first attempt; its link was not followed. */
export function delivery(changes: Partial<DeliveryWithAttempts> = {}): DeliveryWithAttempts {
  return {
    id: 'dlv_0',
    taskId: 42,
    configurationId: 'cfg_0',
    sequence: 0,
    fileName: 'tx.zip',
    fileSizeInBytes: 1,
    numberOfLines: 1,
    status: 'DELIVERED',
    reason: '',
    test: false,
    createdAt: '2026-12-01T14:45:00.000Z',
    nextAttemptAt: null,
    linkFollowedAt: null,
    linkFollows: 0,
    linkFollowedFrom: null,
    linkLastFollowedAt: null,
    round: 1,
    attempt: 1,
    redeliveryOf: null,
    redeliveries: [],
    waitsFor: null,
    attemptsLeft: null,
    givesUpAt: null,
    receipt: null,
    links: [link()],
    attempts: [attempt()],
    ...changes,
  };
}

export function link(changes: Partial<DeliveryWithAttempts['links'][number]> = {}) {
  return {
    issuedAt: '2026-12-01T14:45:02.000Z',
    validUntil: '2026-12-02T14:45:02.000Z',
    revoked: false,
    revokedAt: null,
    follows: [],
    ...changes,
  };
}

export function attempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    round: 1,
    number: 1,
    startedAt: '2026-12-01T14:45:02.100Z',
    durationMs: 84,
    timings: { resolveMs: null, connectMs: null, tlsMs: null, firstByteMs: null },
    address: '203.0.113.7:443',
    statusCode: 200,
    outcome: 'DELIVERED',
    reason: '',
    answer: '',
    answerHeaders: [],
    nextAttemptAt: null,
    request: null,
    refusals: null,
    ...changes,
  };
}

export function refused(number: number, changes: Partial<Attempt> = {}): Attempt {
  return attempt({
    number,
    statusCode: 503,
    outcome: 'REJECTED',
    reason: 'the receiver answered 503',
    nextAttemptAt: '2026-12-01T14:55:00.000Z',
    ...changes,
  });
}
