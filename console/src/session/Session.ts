/** The reason why there is no session; the sign-in page explains it. */
export type SignedOutReason =
  | 'none'
  | 'ended'
  | 'link-refused'
  | 'unreachable'
  | 'left'
  // For sign-in and sign-out at an issuer.
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
 * Keeps the access token only in this tab's sessionStorage: the browser after a restart needs a new sign-in.
 * Another tab gets it from this one while this one is open (OtherTabs.ts).
 */
export class Session {
  readonly #storage: Storage;
  readonly #listeners = new Set<() => void>();
  #left: () => void = () => undefined;
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

  /** `atIssuer` says whether the issuer has a session of this user too. */
  begin(token: string, expiresAt: string | null, atIssuer = false): void {
    this.#storage.setItem(KEY, JSON.stringify({ token, expiresAt, atIssuer }));
    this.#change({ kind: 'signed-in', token, expiresAt, atIssuer });
  }

  /** `detail` completes the reason: for "busy" the seconds to wait, otherwise the words of the issuer. */
  end(reason: SignedOutReason, detail = ''): void {
    this.#storage.removeItem(KEY);
    this.#change({ kind: 'signed-out', reason, detail });
  }

  /** Ends the session because the user signs out, in all tabs. */
  leave(): void {
    this.end('left');
    this.#left();
  }

  /** `left` runs when the user signs out in this tab. */
  onLeave(left: () => void): void {
    this.#left = left;
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
    // Not written by the console, or incomplete: treated as no session.
  }
  return null;
}
