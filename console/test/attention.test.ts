import { expect, test } from 'vitest';
import { recoverFrom } from '../src/configurations/recovery/recoverView.ts';
import { remedyOf } from '../src/overview/NeedsAttention.tsx';

test('a resend begins with the first failed report', () => {
  const failedSince = '2026-03-01T10:00:00.000Z';
  const { words, view } = remedyOf({
    remedy: 'RESEND',
    failed: { count: 12, more: false },
    failedSince,
  });
  expect(words).toBe('Resend 12 failed');
  expect(recoverFrom(new URLSearchParams(view))).toBe(Date.parse(failedSince));
});
