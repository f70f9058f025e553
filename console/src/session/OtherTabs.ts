import type { Session, SessionState } from './Session.ts';

/** The messages between tabs of the console. Only pages of the same origin receive them. */
type Message =
  | { kind: 'asks' }
  | { kind: 'answers'; token: string; expiresAt: string | null; atIssuer: boolean }
  | { kind: 'leaves' };

/** A channel to the other tabs: a BroadcastChannel. */
export interface Channel {
  postMessage: (message: Message) => void;
  addEventListener: (
    type: 'message',
    listener: (event: Pick<MessageEvent<unknown>, 'data'>) => void,
  ) => void;
}

const NAME = 'cdr-webhooks-session';

/**
 * A new tab waits this long for the session of another tab: one in the foreground answers within
 * milliseconds, one in the background may take longer.
 */
const PATIENCE_MS = 300;

export function otherTabs(): Channel | null {
  return 'BroadcastChannel' in window ? new BroadcastChannel(NAME) : null;
}

/**
 * Hands this tab's session to tabs that ask for it, as long as this tab is open and signed in, and ends it
 * when the user signs out in any tab. Nothing is stored: after the last tab is closed, no tab answers.
 */
export function shareSession(session: Session, tabs: Channel): void {
  tabs.addEventListener('message', ({ data }) => {
    if (!isMessage(data)) {
      return;
    }
    const { state } = session;
    if (data.kind === 'asks' && state.kind === 'signed-in' && !hasEnded(state, Date.now())) {
      const { token, expiresAt, atIssuer } = state;
      tabs.postMessage({ kind: 'answers', token, expiresAt, atIssuer });
    }
    if (data.kind === 'leaves' && state.kind === 'signed-in') {
      session.end('left');
    }
  });
  session.onLeave(() => tabs.postMessage({ kind: 'leaves' }));
}

/**
 * Asks the other tabs for their session, and begins the first one that arrives. The wait is limited, but a later
 * answer still counts until the user tries to sign in here or the page shows a reason.
 */
export function takeSession(
  session: Session,
  tabs: Channel,
  wait: (done: () => void, ms: number) => unknown = window.setTimeout.bind(window),
): Promise<void> {
  return new Promise((done) => {
    tabs.addEventListener('message', ({ data }) => {
      const { state } = session;
      const untouched = state.kind === 'signed-out' && state.reason === 'none';
      if (isMessage(data) && data.kind === 'answers' && untouched) {
        session.begin(data.token, data.expiresAt, data.atIssuer);
        done();
      }
    });
    tabs.postMessage({ kind: 'asks' });
    wait(done, PATIENCE_MS);
  });
}

function hasEnded({ expiresAt }: SessionState & { kind: 'signed-in' }, nowMs: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs;
}

/** Only this origin uses the channel, but a tab of another version may send other messages. */
function isMessage(data: unknown): data is Message {
  if (data === null || typeof data !== 'object' || !('kind' in data)) {
    return false;
  }
  return (
    data.kind === 'asks' ||
    data.kind === 'leaves' ||
    (data.kind === 'answers' &&
      'token' in data &&
      typeof data.token === 'string' &&
      'expiresAt' in data &&
      (data.expiresAt === null || typeof data.expiresAt === 'string') &&
      'atIssuer' in data &&
      typeof data.atIssuer === 'boolean')
  );
}
