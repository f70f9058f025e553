import { expect, test } from 'vitest';
import type { Recovery } from '../src/api/shapes.ts';
import { sendsFrom } from '../src/configurations/waiting/useWaiting.ts';
import { sendingProgress } from '../src/configurations/waiting/sendingProgress.ts';

const FINISHED: Recovery = {
  id: 'job_0',
  configurationId: 'cfg_0',
  from: '2026-03-01T10:00:00.000Z',
  to: '2026-03-02T10:00:00.000Z',
  createdAt: '2026-03-02T10:00:00.000Z',
  status: 'FINISHED',
  seen: 12,
  recovered: 12,
};
const RUNNING: Recovery = { ...FINISHED, status: 'RUNNING', recovered: 5 };
const waits = (pending: number) => ({ pending, later: 0, complete: true });

test('nothing is sent before the recovery has finished', () => {
  expect(sendingProgress(0, undefined, undefined, false).allSent).toBe(false);
  expect(sendingProgress(0, undefined, waits(0), true).allSent).toBe(false);
  expect(sendingProgress(0, RUNNING, waits(0), true).allSent).toBe(false);
});

test('an early count lacks failed reports', () => {
  expect(sendingProgress(0, FINISHED, waits(0), false).allSent).toBe(false);
  expect(sendingProgress(0, FINISHED, undefined, true).allSent).toBe(false);
});

test('all are sent if nothing waits after the recovery', () => {
  expect(sendingProgress(0, FINISHED, waits(12), true)).toEqual({
    left: 12,
    total: 12,
    allSent: false,
  });
  expect(sendingProgress(0, FINISHED, waits(0), true)).toEqual({
    left: 0,
    total: 12,
    allSent: true,
  });
  expect(sendingProgress(20, FINISHED, waits(0), true).total).toBe(20);
});

test('a recovery that someone has stopped has ended', () => {
  expect(sendingProgress(5, { ...RUNNING, status: 'STOPPED' }, waits(0), true).allSent).toBe(true);
});

test('the page names the start of the recovered range', () => {
  const now = Date.parse('2026-03-09T10:00:00Z');
  expect(sendsFrom('2026-03-05T10:00:00.000Z', now)).toBe('2026-03-01T10:00:00.000Z');
  expect(sendsFrom(null, now)).toBe('2026-03-05T10:00:00.000Z');
});
