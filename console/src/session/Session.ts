/** Why there is no session: the page that asks for a new one says so. */
export type SignedOutReason =
  | 'none'
  | 'ended'
  | 'link-refused'
  | 'busy'
  | 'unreachable'
  | 'left'
  // Of signing in and out at an issuer.
  | 'left-here-only'
  | 'denied'
  | 'refused'
  | 'not-awaited'
  | 'not-trusted'
  | 'not-a-token'
  | 'issuer-unreachable';

export type SessionState =
  | { kind: 'signed-in'; token: string; expiresAt: string | null; atIssuer: boolean }
  | { kind: 'signed-out'; reason: SignedOutReason; detail: string };

const KEY = 'session';

/**
 * Holds the access token, in this tab's sessionStorage and nowhere else: another tab or a restart of
 * the browser needs a new sign-in.
 */
export class Session {
  readonly #storage: Storage;
  readonly #listeners = new Set<() => void>();
  #state: SessionState;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#state = stored(storage) ?? { kind: 'signed-out', reason: 'none', detail: '' };
  }

  get state(): SessionState {
    return this.#state;
  }

  get token(): string | null {
    return this.#state.kind === 'signed-in' ? this.#state.token : null;
  }

  /** `atIssuer` is whether the issuer has a session of this person, too. */
  begin(token: string, expiresAt: string | null, atIssuer = false): void {
    this.#storage.setItem(KEY, JSON.stringify({ token, expiresAt, atIssuer }));
    this.#change({ kind: 'signed-in', token, expiresAt, atIssuer });
  }

  /** `detail` completes the reason: of "busy", how many seconds to wait; else what the issuer says. */
  end(reason: SignedOutReason, detail = ''): void {
    this.#storage.removeItem(KEY);
    this.#change({ kind: 'signed-out', reason, detail });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): SessionState => this.#state;

  #change(state: SessionState): void {
    this.#state = state;
    this.#listeners.forEach((listener) => listener());
  }
}

function stored(storage: Storage): SessionState | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (
      kept !== null &&
      typeof kept === 'object' &&
      'token' in kept &&
      typeof kept.token === 'string'
    ) {
      const expiresAt =
        'expiresAt' in kept && typeof kept.expiresAt === 'string' ? kept.expiresAt : null;
      const atIssuer = 'atIssuer' in kept && kept.atIssuer === true;
      return { kind: 'signed-in', token: kept.token, expiresAt, atIssuer };
    }
  } catch {
    // Not ours, or cut off: as good as none.
  }
  return null;
}
