/** Why there is no session: the page that asks for a new one says so. */
export type SignedOutReason = 'none' | 'ended' | 'link-refused' | 'unreachable' | 'left';

export type SessionState =
  | { kind: 'signed-in'; token: string; expiresAt: string | null }
  | { kind: 'signed-out'; reason: SignedOutReason };

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
    this.#state = stored(storage) ?? { kind: 'signed-out', reason: 'none' };
  }

  get state(): SessionState {
    return this.#state;
  }

  get token(): string | null {
    return this.#state.kind === 'signed-in' ? this.#state.token : null;
  }

  begin(token: string, expiresAt: string | null): void {
    this.#storage.setItem(KEY, JSON.stringify({ token, expiresAt }));
    this.#change({ kind: 'signed-in', token, expiresAt });
  }

  end(reason: SignedOutReason): void {
    this.#storage.removeItem(KEY);
    this.#change({ kind: 'signed-out', reason });
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
      return { kind: 'signed-in', token: kept.token, expiresAt };
    }
  } catch {
    // Not ours, or cut off: as good as none.
  }
  return null;
}
