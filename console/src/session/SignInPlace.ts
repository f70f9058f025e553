/** The issuer of a deployment, from its settings. */
export interface Issuer {
  issuer: string;
  /** The console's client id at the issuer. */
  clientId: string;
  /** The scopes of the API, separated by spaces. */
  scope: string;
  /** The name of the API, for issuers that need one; null if the scopes name it. */
  audience: string | null;
  /** Null if the issuer's discovery document has them. */
  endpoints: Endpoints | null;
}

export interface Endpoints {
  authorization: string;
  token: string;
  signOut: string;
}

/** The place where users sign in to this console. */
export type SignInPlace =
  | { kind: 'issuer'; issuer: Issuer }
  /** The issuer has no client for the console: users get a token elsewhere. */
  | { kind: 'no-client' }
  /** The local system, with console links. */
  | { kind: 'this-machine' }
  | { kind: 'unknown' };

export const SIGN_IN_FILE = '/console/sign-in.json';

/** Reads `sign-in.json`, which only deployments have. */
export async function findSignInPlace(send: typeof fetch): Promise<SignInPlace> {
  try {
    const answer = await send(SIGN_IN_FILE, { signal: AbortSignal.timeout(10_000) });
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
