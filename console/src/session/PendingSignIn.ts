const KEY = 'sign-in';

/** The values that this tab stores while the user is at the issuer. */
export interface PendingSignIn {
  /** The issuer's answer must contain it; otherwise it answers another request. */
  state: string;
  /** The ID token must contain it. */
  nonce: string;
  /** Without it the code is useless (RFC 7636). */
  verifier: string;
  /** Path, query and fragment of the page to return to. */
  page: string;
}

export function keepPending(tab: Storage, pending: PendingSignIn): void {
  tab.setItem(KEY, JSON.stringify(pending));
}

/** Returns and removes it, so that a repeated answer finds nothing. */
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
