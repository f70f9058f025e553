import { expect, test } from 'vitest';
import type { DeliveryStatus } from '../src/api/shapes.ts';
import { isPassing, Problem } from '../src/api/problem.ts';
import { againWords, restWords, statusesOf } from '../src/deliveries/resend/ResendMany.tsx';
import { batches, notDelivered, redeliveries } from '../src/deliveries/resend/redeliveries.ts';
import {
  findAll,
  NOTHING_SENT,
  persistent,
  resendAll,
} from '../src/deliveries/resend/resending.ts';
import type { Chosen } from '../src/deliveries/resend/useChosen.ts';
import { delivery } from './Sample.ts';

const CHOSEN = [
  delivery({ id: 'dlv_1', status: 'FAILED' }),
  delivery({ id: 'dlv_2', status: 'HELD' }),
  delivery({ id: 'dlv_3', status: 'FAILED' }),
];

function many(number: number, status: DeliveryStatus): Chosen[] {
  return Array.from({ length: number }, (_, i) => ({
    id: `dlv_${status}${i}`,
    fileName: `${status}${i}.zip`,
    status,
  }));
}

const accept = ({ ids }: { ids: string[] }) =>
  Promise.resolve({ results: ids.map(() => ({ status: 202, reason: '' })) });
const on = { onDone: () => undefined, isStopped: () => false };

test('a report whose status has changed is not resent', () => {
  expect(batches(CHOSEN).map(redeliveries)).toEqual([
    { ids: ['dlv_1', 'dlv_3'], statuses: ['FAILED'] },
    { ids: ['dlv_2'], statuses: ['HELD'] },
  ]);
});

test('a request has at most 100 reports, all of one status', () => {
  const parts = batches([...many(150, 'FAILED'), ...many(1, 'PENDING'), ...many(100, 'HELD')]);
  expect(parts.map((part) => part.length)).toEqual([100, 50, 1, 100]);
});

test('the question counts each status but delivered', () => {
  const found = [...many(2, 'FAILED'), ...many(3, 'DELIVERED'), ...many(1_200, 'PENDING')];
  expect(statusesOf(found)).toBe('2 failed, 3 delivered, 1,200 pending');
  expect(statusesOf(notDelivered(found))).toBe('2 failed, 1,200 pending');
});

test('a failed later page keeps the reports found before', async () => {
  const fault = new Problem(503, 'busy');
  const readPage = (cursor: string | null) =>
    cursor === null
      ? Promise.resolve({ items: CHOSEN, nextCursor: 'next' })
      : Promise.reject<{ items: Chosen[]; nextCursor: null }>(fault);
  const found = await findAll(
    readPage,
    () => undefined,
    () => false,
  );
  expect(found.chosen.map(({ id }) => id)).toEqual(['dlv_1', 'dlv_2', 'dlv_3']);
  expect(found).toMatchObject({ all: false, error: fault });
});

test.each([
  [429, 4],
  [503, 4],
  [0, 4],
  [400, 1],
])('a request that failed with %i is made %i times', async (status, times) => {
  let made = 0;
  const pauses: number[] = [];
  const asked = persistent(
    () => {
      made++;
      return Promise.reject(new Problem(status, ''));
    },
    isPassing,
    (ms) => Promise.resolve(void pauses.push(ms)),
  );
  await expect(asked).rejects.toMatchObject({ status });
  expect(made).toBe(times);
  expect(pauses).toEqual([1_000, 2_000, 4_000].slice(0, times - 1));
});

test.each([
  [0, 100],
  [504, 100],
  [429, 0],
  [403, 0],
])('after a failure with %i, up to %i reports may have been resent', async (status, unknown) => {
  let requests = 0;
  const post = (request: { ids: string[] }) =>
    ++requests === 2 ? Promise.reject(new Problem(status, '')) : accept(request);
  const sent = await resendAll(many(250, 'FAILED'), NOTHING_SENT, { ...on, post });
  expect(sent).toMatchObject({ resent: 100, refused: [], unknown });
  expect(sent.rest).toHaveLength(150);
});

test('the rest keeps the first statuses and is added up', async () => {
  const statuses: unknown[] = [];
  const sent = await resendAll(
    many(2, 'FAILED'),
    { ...NOTHING_SENT, resent: 100, refused: [{ fileName: 'a.zip', reason: 'It is disabled.' }] },
    {
      ...on,
      post: (request) => {
        statuses.push(request.statuses);
        return Promise.resolve({
          results: [
            { status: 202, reason: '' },
            { status: 409, reason: 'The delivery is now PENDING, so it was not resent.' },
          ],
        });
      },
    },
  );
  expect(statuses).toEqual([['FAILED']]);
  expect(sent).toMatchObject({ resent: 101, rest: [], unknown: 0, error: null });
  expect(sent.refused.map(({ fileName }) => fileName)).toEqual(['a.zip', 'FAILED1.zip']);
});

test('a stopped resend says what was not sent', async () => {
  let requests = 0;
  const sent = await resendAll(many(250, 'FAILED'), NOTHING_SENT, {
    onDone: () => undefined,
    isStopped: () => requests === 1,
    post: (request) => {
      requests++;
      return accept(request);
    },
  });
  expect(sent).toMatchObject({ resent: 100, unknown: 0, error: null });
  expect(restWords(sent)).toBe('150 reports were not resent.');
});

test('unanswered pending reports are resent, with a warning', async () => {
  const lost = await resendAll(many(150, 'PENDING'), NOTHING_SENT, {
    ...on,
    post: () => Promise.reject(new Problem(504, '')),
  });
  expect(lost.rest).toHaveLength(150);
  expect(againWords(lost)).toContain('some may start another round of attempts');
  expect(againWords({ rest: many(2, 'FAILED') })).toContain('leaves out reports');
});

test('a request without an answer does not count as unsent', () => {
  const rest = many(150, 'FAILED');
  expect(restWords({ rest, unknown: 100 })).toBe(
    'An answer was lost: up to 100 reports may have been resent. 50 others were not.',
  );
  expect(restWords({ rest: rest.slice(0, 100), unknown: 100 })).toBe(
    'An answer was lost: up to 100 reports may have been resent.',
  );
});
