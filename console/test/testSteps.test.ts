import { expect, test } from 'vitest';
import { isUnderTest, progressOf, testSteps } from '../src/configurations/test/testSteps.ts';
import { attempt, delivery } from './Sample.ts';

const HTTPS = 'https://billing.example.com/hooks/cdr';
const TIMES = { resolveMs: 3, connectMs: 9, tlsMs: 20, firstByteMs: 40 };
const NO_TIMES = { resolveMs: null, connectMs: null, tlsMs: null, firstByteMs: null };

/** "Host name resolved: done" for each step of a test whose attempt has these changes. */
function states(
  changes: Parameters<typeof attempt>[0],
  others: Parameters<typeof delivery>[0] = {},
) {
  const tested = delivery({
    attempts: [attempt({ timings: TIMES, ...changes })],
    ...(changes?.outcome !== undefined && { status: 'FAILED' }),
    ...others,
  });
  return testSteps(tested, HTTPS, true).map(({ title, state }) => `${title}: ${state}`);
}

function detailOf(
  title: string,
  refusals: { forgedStatus: number | null; oldStatus: number | null },
) {
  const steps = testSteps(
    delivery({ attempts: [attempt({ timings: TIMES, refusals })] }),
    HTTPS,
    true,
  );
  return steps.find((step) => step.title === title);
}

test('allChecksPassWhenTheLinkIsFollowed', () => {
  const refusals = { forgedStatus: 401, oldStatus: 400 };
  const followed = { linkFollowedAt: '2026-12-01T14:45:03.000Z', linkFollows: 1 };
  expect(states({ refusals }, followed)).toEqual([
    'Host name resolved: done',
    'Connected, with TLS: done',
    'Request answered: done',
    'Signature checked: done',
    'Old requests refused: done',
    'Link followed: done',
  ]);
  const tested = delivery({ attempts: [attempt({ timings: TIMES, refusals })], ...followed });
  expect(progressOf(testSteps(tested, HTTPS, true))).toBe('All checks passed.');
});

test('everyStepWaitsBeforeTheAttempt', () => {
  const steps = testSteps(delivery({ status: 'PENDING', attempts: [] }), HTTPS, true);
  expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(['waiting']));
  expect(progressOf(steps)).toBe('0 of 6 checks passed');
});

test('firstStepThatFailsHasTheReason', () => {
  const failed = { outcome: 'UNREACHABLE', statusCode: null } as const;
  const reason = 'the name does not resolve';
  expect(states({ ...failed, reason, timings: NO_TIMES })[0]).toBe('Host name resolved: failed');
  expect(states({ ...failed, reason, timings: { ...TIMES, tlsMs: null } }).slice(0, 3)).toEqual([
    'Host name resolved: done',
    'Connected, with TLS: failed',
    'Request answered: waiting',
  ]);
  expect(states({ ...failed, reason }).slice(1, 4)).toEqual([
    'Connected, with TLS: done',
    'Request answered: failed',
    'Signature checked: waiting',
  ]);
  const [first] = testSteps(
    delivery({ attempts: [attempt({ ...failed, reason, timings: NO_TIMES })] }),
    HTTPS,
    true,
  );
  expect(first?.detail).toBe('The name does not resolve.');
});

test('refusedTestSpeaksOfTheSignatureOnlyWith401And403', () => {
  const rejected = { outcome: 'REJECTED', reason: 'the receiver answered' } as const;
  expect(states({ ...rejected, statusCode: 401 }).slice(2, 4)).toEqual([
    'Request answered: done',
    'Signature checked: failed',
  ]);
  expect(states({ ...rejected, statusCode: 404 }).slice(2, 4)).toEqual([
    'Request answered: failed',
    'Signature checked: waiting',
  ]);
});

test('receiverThatAcceptsForgedOrOldRequestsIsNamed', () => {
  const refusals = { forgedStatus: 200, oldStatus: 204 };
  expect(detailOf('Signature checked', refusals)).toMatchObject({ state: 'failed' });
  expect(detailOf('Signature checked', refusals)?.detail).toMatch('accepts forged requests');
  expect(detailOf('Old requests refused', refusals)).toMatchObject({ state: 'warned' });
  expect(detailOf('Old requests refused', refusals)?.detail).toMatch('accepts old requests');
});

test.each([null, 302, 408, 429, 500, 503])('answer %s proves no refusal', (status) => {
  const refusals = { forgedStatus: status, oldStatus: status };
  expect(detailOf('Signature checked', refusals)?.state).toBe('warned');
  expect(detailOf('Old requests refused', refusals)?.state).toBe('warned');
});

test('testWithoutRefusalsHasFiveStepsAndPlainHttpAWarning', () => {
  const steps = testSteps(
    delivery({
      attempts: [attempt({ timings: { ...TIMES, tlsMs: null } })],
      linkFollowedAt: '2026-12-01T14:45:03.000Z',
    }),
    'http://127.0.0.1:8090/cdr',
    false,
  );
  expect(steps.map(({ state }) => state)).toEqual(['done', 'warned', 'done', 'done', 'done']);
  expect(progressOf(steps)).toBe('The receiver works, with 1 warning.');
});

test('deliveredTestIsWatchedUntilItsLinkIsFollowed', () => {
  const created = Date.parse('2026-12-01T14:45:00.000Z');
  expect(isUnderTest(delivery(), created + 60_000)).toBe(true);
  expect(isUnderTest(delivery(), created + 700_000)).toBe(false);
  const followed = delivery({ linkFollowedAt: '2026-12-01T14:45:03.000Z' });
  expect(isUnderTest(followed, created + 60_000)).toBe(false);
});
