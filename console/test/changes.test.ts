import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Change } from '../src/api/shapes.ts';
import {
  addressOf,
  changedFields,
  idOf,
  operationWords,
  resultWords,
  thingOf,
} from '../src/changes/words.ts';

const CHANGE: Change = {
  id: 'chg_0c9d1a52f3b84e61a7c05d2e9f184b36',
  at: '2026-03-05T03:12:43.900Z',
  issuer: '',
  subject: 'operator-1',
  clientId: '',
  address: '203.0.113.7',
  forwardedFor: '',
  requestId: 'request-1',
  operation: 'REPLACE_CONFIGURATION',
  about: null,
  before: {},
  after: {},
  status: 200,
};

test('fields have their values before and after as text', () => {
  const change = { ...CHANGE, before: { url: 'a', limit: 1 }, after: { url: 'b', tags: ['x'] } };
  expect(changedFields(change)).toEqual([
    { name: 'Limit', before: '1', after: null },
    { name: 'Tags', before: null, after: 'x' },
    { name: 'Full URL', before: 'a', after: 'b' },
  ]);
});

test('values are words, not JSON', () => {
  const after = {
    enabled: true,
    receiverRequests: { enabled: false, allowedNetworks: [] },
    results: [{ deliveryId: 'dlv_1', status: 202 }],
    webhookConfigurationId: null,
  };
  expect(changedFields({ ...CHANGE, after }).map(({ name, after: now }) => [name, now])).toEqual([
    ['Enabled', 'on'],
    ['Receiver requests', 'enabled off; allowed networks none'],
    ['Results', 'delivery dlv_1; status 202'],
    ['Webhook configuration', 'none'],
  ]);
});

test('the name of a header is not that of the configuration', () => {
  const after = { name: 'Billing', requestHeaders: [{ name: 'X-Api-Key' }] };
  expect(changedFields({ ...CHANGE, after }).map(({ name, after: now }) => [name, now])).toEqual([
    ['Configuration Name', 'Billing'],
    ['Request headers', 'name X-Api-Key'],
  ]);
});

test('a change shows its status, or that it is unknown', () => {
  expect(resultWords(CHANGE)).toBe('Done');
  expect(resultWords({ ...CHANGE, status: 412 })).toBe('Refused (412)');
  expect(resultWords({ ...CHANGE, status: null })).toBe('Result unknown');
  expect(resultWords({ ...CHANGE, operation: 'SIGN_IN', status: null })).toBe('');
});

test('an operation that the console does not know is readable', () => {
  expect(operationWords('SIGN_IN')).toBe('Signed in');
  expect(operationWords('INVENT_SOMETHING')).toBe('invent something');
});

test('every operation that changes something has words', () => {
  const routes = readFileSync(
    new URL(
      '../../config-api-function/src/main/java/io/cdrwebhooks/configapi/http/Route.java',
      import.meta.url,
    ),
    'utf8',
  );
  const changing = [...routes.matchAll(/^ {2}([A-Z_]+)\("(?!GET")[A-Z]+"/gm)].map(
    ([, name]) => name,
  );
  expect(changing).toContain('REDELIVER_MANY');
  for (const operation of changing) {
    expect(operationWords(operation ?? '')).toMatch(/^[A-Z]/);
  }
});

test('a request that was only accepted is not done', () => {
  expect(resultWords({ ...CHANGE, operation: 'START_RECOVERY', status: 202 })).toBe('Accepted');
  expect(resultWords({ ...CHANGE, operation: 'START_RECOVERY', status: 200 })).toBe(
    'Counted only; nothing was sent',
  );
  const many = { ...CHANGE, operation: 'REDELIVER_MANY' };
  const results = [{ status: 202 }, { status: 409 }, { status: 202 }];
  expect(resultWords({ ...many, after: { results } })).toBe('2 of 3 accepted');
});

test('an address for which a caller says that it asks is marked', () => {
  expect(addressOf('203.0.113.7', '')).toBe('203.0.113.7');
  expect(addressOf('203.0.113.7', '192.0.2.1, 198.51.100.1, 203.0.113.7')).toBe(
    '203.0.113.7 for 198.51.100.1 (unverified)',
  );
});

test('ids become filters', () => {
  const configuration = `cfg_${'0'.repeat(32)}`;
  expect(thingOf(` ${configuration} `)).toBe(`configuration:${configuration}`);
  expect(thingOf(`dlv_${'a'.repeat(32)}`)).toBe(`delivery:dlv_${'a'.repeat(32)}`);
  expect(thingOf('42')).toBe('task:42');
  expect(thingOf('Billing')).toBeNull();
  expect(idOf('task:42')).toBe('42');
});
