import { beforeEach, expect, test } from 'vitest';
import { Session } from '../src/session/Session.ts';
import { isEnding } from '../src/session/SessionEnding.tsx';
import { consoleLink } from '../src/session/signIn.ts';
import { MemoryStorage } from './MemoryStorage.ts';

let tab: MemoryStorage;
let session: Session;
let cleaned: string[];
let asked: { path: string; body: string }[];

beforeEach(() => {
  tab = new MemoryStorage();
  session = new Session(tab);
  cleaned = [];
  asked = [];
});

test('the code leaves the address before its exchange', async () => {
  const exchange = arriveAt('#code=abc', 200, {
    token: 'a.b.c',
    expiresAt: '2026-03-01T10:00:00Z',
  });
  expect(cleaned).toEqual(['/console/tasks?x=1']);
  expect(asked).toEqual([]);
  await exchange?.();
  expect(asked).toEqual([{ path: '/local/login', body: '{"code":"abc"}' }]);
  expect(session.token).toBe('a.b.c');
});

test('a used code shows a message and gives no session', async () => {
  await arriveAt('#code=abc', 401, { message: 'Unauthorized' })?.();
  expect(session.state).toEqual({ kind: 'signed-out', reason: 'link-refused', detail: '' });
});

test('a session announces its end only shortly before', () => {
  const now = Date.parse('2026-03-01T10:00:00Z');
  expect(isEnding('2026-03-01T10:04:59Z', now)).toBe(true);
  expect(isEnding('2026-03-01T10:06:00Z', now)).toBe(false);
});

test('following a link twice does not end the session', async () => {
  session.begin('a.b.c', null);
  await arriveAt('#code=abc', 401, { message: 'Unauthorized' })?.();
  expect(session.token).toBe('a.b.c');
});

test('without a code there is no request', () => {
  expect(arriveAt('', 200, {})).toBeNull();
  expect(arriveAt('#main', 200, {})).toBeNull();
  expect(cleaned).toEqual([]);
});

test('a session survives a reload, and its end deletes it', () => {
  session.begin('a.b.c', null);
  expect(new Session(tab).token).toBe('a.b.c');
  session.end('ended');
  expect(new Session(tab).token).toBeNull();
  expect(tab.length).toBe(0);
});

test('invalid storage gives no session', () => {
  tab.setItem('session', '{"token":7}');
  expect(new Session(tab).token).toBeNull();
});

function arriveAt(hash: string, status: number, answer: object): (() => Promise<void>) | null {
  const address = { hash, pathname: '/console/tasks', search: '?x=1' } as Location;
  const history = {
    replaceState: (_state: unknown, _title: string, url: string) => cleaned.push(url),
  } as unknown as History;
  const ask = ((path: string, request: RequestInit) => {
    asked.push({ path, body: request.body as string });
    return Promise.resolve(Response.json(answer, { status }));
  }) as typeof fetch;
  return consoleLink(session, ask).arrival(address, history);
}
