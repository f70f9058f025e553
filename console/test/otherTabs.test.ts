import { expect, test } from 'vitest';
import { shareSession, takeSession, type Channel } from '../src/session/OtherTabs.ts';
import { Session } from '../src/session/Session.ts';
import { MemoryStorage } from './MemoryStorage.ts';

type Listener = Parameters<Channel['addEventListener']>[1];

/** The tabs of one browser: all others receive what one of them posts. */
class Tabs {
  readonly #ends: Listener[][] = [];

  open(): Channel {
    const heard: Listener[] = [];
    this.#ends.push(heard);
    return {
      addEventListener: (_, listener) => heard.push(listener),
      postMessage: (data) =>
        this.#ends
          .filter((end) => end !== heard)
          .forEach((end) => end.forEach((listener) => listener({ data }))),
    };
  }
}

const NEVER = () => undefined;
const AT_ONCE = (done: () => void) => done();

function signedIn(tabs: Tabs, expiresAt: string | null = null): Session {
  const session = new Session(new MemoryStorage());
  session.begin('the-token', expiresAt, true);
  shareSession(session, tabs.open());
  return session;
}

test('a new tab gets the session of one that is open', async () => {
  const tabs = new Tabs();
  signedIn(tabs, '2999-01-01T00:00:00.000Z');
  const session = new Session(new MemoryStorage());
  await takeSession(session, tabs.open(), NEVER);
  expect(session.state).toEqual({
    kind: 'signed-in',
    token: 'the-token',
    expiresAt: '2999-01-01T00:00:00.000Z',
    atIssuer: true,
  });
});

test('without another tab a new one is signed out', async () => {
  const session = new Session(new MemoryStorage());
  await takeSession(session, new Tabs().open(), AT_ONCE);
  expect(session.token).toBeNull();
});

test.each([
  ['has ended', (tabs: Tabs) => signedIn(tabs, '2020-01-01T00:00:00.000Z')],
  [
    'was left',
    (tabs: Tabs) => {
      signedIn(tabs).leave();
    },
  ],
])('a session that %s is not handed over', async (_, other) => {
  const tabs = new Tabs();
  other(tabs);
  const session = new Session(new MemoryStorage());
  await takeSession(session, tabs.open(), AT_ONCE);
  expect(session.token).toBeNull();
});

test.each([
  ['signs in a tab that was only opened', () => undefined, 'late'],
  ['does not undo a sign-out', (session: Session) => session.leave(), null],
  ['does not hide why a sign-in failed', (session: Session) => session.end('denied'), null],
])('a late answer %s', async (_, meanwhile, token) => {
  const tabs = new Tabs();
  const session = new Session(new MemoryStorage());
  await takeSession(session, tabs.open(), AT_ONCE);
  meanwhile(session);
  const answer = { kind: 'answers', token: 'late', expiresAt: null, atIssuer: false } as const;
  tabs.open().postMessage(answer);
  expect(session.token).toBe(token);
});

test('signing out ends all tabs, and an expiry only this one', () => {
  const tabs = new Tabs();
  const [here, there] = [signedIn(tabs), signedIn(tabs)];
  here.end('ended');
  expect(there.token).toBe('the-token');
  here.begin('the-token', null);
  here.leave();
  expect(there.state).toEqual({ kind: 'signed-out', reason: 'left', detail: '' });
});

test('messages of another form are ignored', async () => {
  const tabs = new Tabs();
  const other = signedIn(tabs);
  const session = new Session(new MemoryStorage());
  const asking = takeSession(session, tabs.open(), NEVER);
  expect(session.token).toBe('the-token');
  await asking;
  const stranger = tabs.open();
  for (const data of [null, 'leaves', { kind: 'answers', token: 7 }, { kind: 'other' }]) {
    stranger.postMessage(data as never);
  }
  expect(other.token).toBe('the-token');
});
