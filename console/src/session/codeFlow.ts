import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  AuthorizationResponseError,
  calculatePKCECodeChallenge,
  customFetch,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  ResponseBodyError,
  validateAuthResponse,
  type AuthorizationServer,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import type { PendingSignIn } from './PendingSignIn.ts';
import { SignInFailure } from './SignInFailure.ts';
import type { Issuer } from './SignInPlace.ts';

/*
 * The authorization code flow with PKCE of OpenID Connect, for a client without a secret. It is loaded
 * when a user signs in or out. Errors of the library may contain tokens, so this file does not pass them on.
 */

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?\//;
const COGNITO = /^https:\/\/cognito-idp\.[^./]+\.amazonaws\.com(\.cn)?\//;
const PATIENCE_MILLIS = 15_000;

export interface Question {
  /** The address to which the browser goes. */
  address: URL;
  pending: PendingSignIn;
}

/** The request to the issuer; its answer goes to `returnTo`, and then the console shows `page`. */
export async function question(
  issuer: Issuer,
  returnTo: string,
  page: string,
  send: typeof fetch,
): Promise<Question> {
  const server = await describe(issuer, send);
  const pending = {
    state: generateRandomState(),
    nonce: generateRandomNonce(),
    verifier: generateRandomCodeVerifier(),
    page,
  };
  const address = endpoint(server.authorization_endpoint);
  const asked = {
    response_type: 'code',
    client_id: issuer.clientId,
    redirect_uri: returnTo,
    // The scope "openid" requests the ID token, which contains the nonce.
    scope: `openid ${issuer.scope}`,
    ...(issuer.audience === null ? {} : { audience: issuer.audience }),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  };
  Object.entries(asked).forEach(([name, value]) => address.searchParams.set(name, value));
  return { address, pending };
}

/** Exchanges the issuer's answer for an access token; keeps no other token. */
export async function tokenFor(
  issuer: Issuer,
  returnTo: string,
  { pending, answer }: { pending: PendingSignIn; answer: URLSearchParams },
  send: typeof fetch,
): Promise<{ token: string; expiresAt: string | null }> {
  const server = await describe(issuer, send);
  const client = { client_id: issuer.clientId };
  const tokens = await trusted(async () => {
    const checked = validateAuthResponse(server, client, answer, pending.state);
    const response = await authorizationCodeGrantRequest(
      server,
      client,
      None(),
      checked,
      returnTo,
      pending.verifier,
      options(issuer, send),
    );
    // expectedNonce requires an ID token.
    return processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: pending.nonce,
    });
  });
  return accessToken(tokens);
}

/** The address that ends the session at the issuer and returns here; null if the issuer has none. */
export async function signOutAddress(
  issuer: Issuer,
  returnTo: string,
  send: typeof fetch,
): Promise<URL | null> {
  const server = await describe(issuer, send);
  if (server.end_session_endpoint === undefined) {
    return null;
  }
  const address = endpoint(server.end_session_endpoint);
  address.searchParams.set('client_id', issuer.clientId);
  // Cognito uses its own parameter. The ID token must not be in the address, so there is no id_token_hint.
  const parameter = COGNITO.test(issuer.issuer) ? 'logout_uri' : 'post_logout_redirect_uri';
  address.searchParams.set(parameter, returnTo);
  return address;
}

function describe(issuer: Issuer, send: typeof fetch): Promise<AuthorizationServer> {
  const { endpoints } = issuer;
  if (endpoints !== null) {
    return Promise.resolve({
      issuer: issuer.issuer,
      authorization_endpoint: endpoints.authorization,
      token_endpoint: endpoints.token,
      end_session_endpoint: endpoints.signOut,
    });
  }
  return trusted(async () => {
    const name = new URL(issuer.issuer);
    const response = await discoveryRequest(name, options(issuer, send));
    if (!response.ok) {
      throw new SignInFailure('issuer-unreachable');
    }
    return processDiscoveryResponse(name, response);
  });
}

/** Allows plain http only for an issuer on this machine. */
function options(issuer: Issuer, send: typeof fetch) {
  return {
    [allowInsecureRequests]: LOOPBACK.test(new URL(issuer.issuer).href),
    [customFetch]: reaching(send),
    signal: () => AbortSignal.timeout(PATIENCE_MILLIS),
  };
}

function reaching(send: typeof fetch) {
  return async (address: string, request: object): Promise<Response> => {
    const answer = await send(address, request).catch(() => null);
    if (answer === null || answer.status >= 500) {
      throw new SignInFailure('issuer-unreachable');
    }
    return answer;
  };
}

/** Turns every error of an answer into a SignInFailure. */
async function trusted<T>(reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (fault) {
    if (fault instanceof SignInFailure) {
      throw fault;
    }
    if (fault instanceof AuthorizationResponseError || fault instanceof ResponseBodyError) {
      throw fault.error === 'access_denied'
        ? new SignInFailure('denied')
        : SignInFailure.refused(fault.error, fault.error_description);
    }
    throw new SignInFailure('not-trusted');
  }
}

function accessToken(tokens: TokenEndpointResponse): { token: string; expiresAt: string | null } {
  // A JWT has three parts; an issuer without the API returns another kind of token.
  if (tokens.token_type !== 'bearer' || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(tokens.access_token)) {
    throw new SignInFailure('not-a-token');
  }
  const seconds = tokens.expires_in;
  return {
    token: tokens.access_token,
    expiresAt: seconds === undefined ? null : new Date(Date.now() + seconds * 1000).toISOString(),
  };
}

function endpoint(address: string | undefined): URL {
  if (address === undefined || !URL.canParse(address)) {
    throw new SignInFailure('not-trusted');
  }
  const url = new URL(address);
  if (url.protocol !== 'https:' && !LOOPBACK.test(url.href)) {
    throw new SignInFailure('not-trusted');
  }
  return url;
}
