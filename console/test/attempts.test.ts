import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { repeatsHeadline } from '../src/deliveries/AttemptHeadline.tsx';
import { curl } from '../src/deliveries/curl.ts';
import { attemptName } from '../src/deliveries/steps.ts';
import { nextAttemptName } from '../src/deliveries/words.ts';
import { attempt, delivery, refused } from './Sample.ts';

test('an attempt has its place among the 13 of the schedule', () => {
  const given = delivery({ attempts: [refused(1), attempt({ number: 2 })], attempt: 2 });
  expect(given.attempts.map((each) => attemptName(each, given))).toEqual(['1 of 13', '2 of 13']);
});

test('a probe has no place, and later attempts keep theirs', () => {
  const attempts = [refused(1), refused(2, { nextAttemptAt: null }), refused(3)];
  const given = delivery({ status: 'PENDING', attempts, attempt: 3, attemptsLeft: 11 });
  expect(given.attempts.map((each) => attemptName(each, given))).toEqual([
    '1 of 13',
    '2, a probe',
    '2 of 13',
  ]);
  expect(nextAttemptName(given)).toBe('3 of 13');
});

test('a test is tried once', () => {
  const given = delivery({ test: true, status: 'PENDING', attempts: [], attemptsLeft: 1 });
  expect(nextAttemptName(given)).toBe('1 of 1');
  expect(attemptName(attempt(), delivery({ test: true }))).toBe('1 of 1');
});

test('the last attempt of a failed delivery is no probe', () => {
  const given = delivery({ status: 'FAILED', attempts: [refused(13, { nextAttemptAt: null })] });
  expect(given.attempts.map((each) => attemptName(each, given))).toEqual(['13 of 13']);
});

test('attempts of several rounds say their round', () => {
  const given = delivery({ round: 2, attempts: [attempt(), attempt({ round: 2 })] });
  expect(given.attempts.map((each) => attemptName(each, given))).toEqual([
    '1 of 13, round 1',
    '1 of 13, round 2',
  ]);
});

test('a reason that only names the status is not repeated', () => {
  expect(repeatsHeadline(refused(1))).toBe(true);
  expect(repeatsHeadline(refused(1, { reason: 'the redirect was not followed' }))).toBe(false);
});

const REQUEST = {
  method: 'POST',
  url: "https://r.example/in?it's=$(id)",
  headers: [
    { name: 'Content-Type', value: 'application/json' },
    { name: 'X-CDR-Signature', value: '(hidden)' },
    { name: 'webhook-signature', value: 'v1,(hidden) v1,(hidden)' },
  ],
  body: '{"callbackURL":"https://cdr.example/(hidden)","taskName":"it\'s `id` $HOME \\\\"}',
} as const;

test('a command for cURL has a named placeholder for each secret', () => {
  const command = curl({ ...REQUEST, headers: [...REQUEST.headers], signedWith: [] });
  expect(command).not.toContain('(hidden)');
  expect(command).toContain("-H 'X-CDR-Signature: <X-CDR-Signature>'");
  expect(command).toContain(
    "-H 'webhook-signature: v1,<webhook-signature> v1,<webhook-signature>'",
  );
  expect(command).toContain('https://cdr.example/<token>');
});

test('a shell passes exactly the request to cURL', () => {
  const command = curl({ ...REQUEST, headers: [...REQUEST.headers], signedWith: [] });
  const shown = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`]);
  const words = shown.toString().split('\0');
  expect(words.slice(0, 3)).toEqual(['-X', 'POST', REQUEST.url]);
  expect(words[words.indexOf('--data-raw') + 1]).toBe(REQUEST.body.replace('(hidden)', '<token>'));
});

test('a placeholder names its header, and cURL has no pattern', () => {
  const command = curl({
    ...REQUEST,
    url: 'https://r.example/{a,b}?ids[]=1',
    headers: [{ name: "X-$&-$'", value: '(hidden)' }],
    signedWith: [],
  });
  expect(command).toContain("-H 'X-$&-$'\\'': <X-$&-$'\\''>'");
  expect(command).toMatch(/^curl -g -X POST 'https:/);
});
