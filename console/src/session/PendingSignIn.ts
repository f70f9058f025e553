const KEY = 'sign-in';

/** What this tab remembers while its person is at the issuer. */
export interface PendingSignIn {
  /** Comes back in the issuer's answer, or the answer is to somebody else's question. */
  state: string;
  /** Comes back in the ID token. */
  nonce: string;
  /** Without it the code is worth nothing (RFC 7636). */
  verifier: string;
  /** Path, query and fragment of the page to come back to. */
  page: string;
}

export function keepPending(tab: Storage, pending: PendingSignIn): void {
  tab.setItem(KEY, JSON.stringify(pending));
}

/** Whoever takes it has used it: an answer that comes twice finds nothing. */
export function takePending(tab: Storage): PendingSignIn | null {
  const kept = tab.getItem(KEY);
  tab.removeItem(KEY);
  try {
    const { state, nonce, verifier, page } = JSON.parse(kept ?? '{}') as Partial<PendingSignIn>;
    return isText(state) && isText(nonce) && isText(verifier) && isText(page)
      ? { state, nonce, verifier, page }
      : null;
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
