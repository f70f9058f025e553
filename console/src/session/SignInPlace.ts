/** The issuer of a deployment, as it was told when the deployment was made. */
export interface Issuer {
  issuer: string;
  /** How the issuer knows the console. */
  clientId: string;
  /** What the API wants, separated by spaces. */
  scope: string;
  /** Names the API to issuers that want it named; null where the scopes do. */
  audience: string | null;
  /** Null where the issuer's own description tells them. */
  endpoints: Endpoints | null;
}

export interface Endpoints {
  authorization: string;
  token: string;
  signOut: string;
}

/** Where a person signs in to this console. */
export type SignInPlace =
  | { kind: 'issuer'; issuer: Issuer }
  /** The issuer does not know the console: a token must come from elsewhere. */
  | { kind: 'no-client' }
  /** The local system, and its links. */
  | { kind: 'this-machine' }
  | { kind: 'unknown' };

export const SIGN_IN_FILE = '/console/sign-in.json';

/** Reads `sign-in.json`, which only a deployment has. */
export async function findSignInPlace(ask: typeof fetch): Promise<SignInPlace> {
  try {
    const answer = await ask(SIGN_IN_FILE, { signal: AbortSignal.timeout(10_000) });
    if (answer.status === 404) {
      return { kind: 'this-machine' };
    }
    return answer.ok ? place(await answer.json()) : { kind: 'unknown' };
  } catch {
    return { kind: 'unknown' };
  }
}

function place(file: unknown): SignInPlace {
  const { issuer, clientId, scope, audience, endpoints } = record(file);
  if (typeof issuer !== 'string' || typeof scope !== 'string') {
    return { kind: 'unknown' };
  }
  if (typeof clientId !== 'string') {
    return { kind: 'no-client' };
  }
  return {
    kind: 'issuer',
    issuer: {
      issuer,
      clientId,
      scope,
      audience: typeof audience === 'string' ? audience : null,
      endpoints: known(record(endpoints)),
    },
  };
}

function known({ authorization, token, signOut }: Record<string, unknown>): Endpoints | null {
  return typeof authorization === 'string' &&
    typeof token === 'string' &&
    typeof signOut === 'string'
    ? { authorization, token, signOut }
    : null;
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}
