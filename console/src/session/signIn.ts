import type { Session, SignedOutReason } from './Session.ts';

/**
 * A way to get a token from the address at which the browser arrives: a one-time link of the local
 * system, or the answer of a deployment's issuer.
 */
export interface SignIn {
  /** Removes its part from the address, and returns a way to sign in; null if the address has no such part. */
  arrival(address: Location, history: History): (() => Promise<void>) | null;
}

/** Signs in with the code in the address, if there is one; the address is clean when this returns. */
export function signInOnArrival(ways: SignIn[]): Promise<void> | null {
  for (const way of ways) {
    const exchange = way.arrival(window.location, window.history);
    if (exchange !== null) {
      return exchange();
    }
  }
  return null;
}

/** The link that `make console-link` prints: `/console/#code=CODE`. It works once, within 15 minutes. */
export function consoleLink(session: Session, send: typeof fetch = fetch): SignIn {
  return {
    arrival(address, history) {
      const code = new URLSearchParams(address.hash.slice(1)).get('code');
      if (code === null) {
        return null;
      }
      history.replaceState(null, '', address.pathname + address.search);
      return () => exchange(session, code, send);
    },
  };
}

async function exchange(session: Session, code: string, send: typeof fetch): Promise<void> {
  try {
    const answer = await send('/local/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    if (!answer.ok) {
      refuse(session, answer.status === 401 ? 'link-refused' : 'unreachable');
      return;
    }
    const { token, expiresAt } = (await answer.json()) as { token: string; expiresAt: string };
    session.begin(token, expiresAt);
  } catch {
    refuse(session, 'unreachable');
  }
}

/** Ends the session with a reason; a tab that is already signed in stays signed in. */
export function refuse(session: Session, reason: SignedOutReason, detail = ''): void {
  if (session.token === null) {
    session.end(reason, detail);
  }
}
