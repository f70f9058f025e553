// Signs a person in at the issuer of a deployment, by the device flow (RFC 8628).
import { setTimeout as pause } from 'node:timers/promises';
import { CommandFailure, UsageError } from '../failures.mjs';
import { TOOL } from '../name.mjs';
import { EXITS, notSignedIn } from './exits.mjs';
import { isSafe } from './tokens.mjs';
import { visible } from './words.mjs';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const DESCRIPTIONS = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];
const PATIENCE_MILLIS = 15_000;
const BY_TOKEN = `get a token from it, and pipe it to ${TOOL} login URL --with-token`;

/**
 * Returns { issuer, clientId, scope, audience } from the console's sign-in.json at `origin`. `given` has the values of
 * options, which override those of the file.
 */
export async function issuerOf(origin, given) {
  const { status, body } = await ask(new URL('/console/sign-in.json', origin));
  const known = status === 200 ? body : {};
  const { issuer, clientId, scope, audience } = { ...known, ...given };
  if (!issuer) {
    throw new CommandFailure(
      `${origin} does not name its issuer: pipe a token to ${TOOL} login ${origin} --with-token`,
    );
  }
  if (!clientId)
    throw new UsageError(`the issuer ${visible(issuer)} has no client for users: give --client-id, or ${BY_TOKEN}`);
  return { issuer, clientId, scope, audience };
}

/** Shows a code and where to enter it, waits until the person has entered it, and returns the access token. */
export async function deviceToken(place, show) {
  const server = await describe(place.issuer);
  const { clientId, scope, audience } = place;
  const asked = await form(server.device, { client_id: clientId, scope, audience });
  if (asked.status !== 200) throw refused(place, asked.body);
  const { device_code: code, user_code: word, verification_uri: where, verification_uri_complete: link } = asked.body;
  if (!code || !word || !where) throw refused(place, { error: 'its response has no code' });
  show(`Open  ${visible(link ?? where)}\nand check that it shows, or enter, the code  ${visible(word)}`);
  return poll(server.token, place, code, asked.body);
}

async function poll(endpoint, place, code, { interval = 5, expires_in: seconds = 600 }) {
  const until = Date.now() + seconds * 1000;
  for (let wait = interval; Date.now() < until;) {
    await pause(wait * 1000);
    const { status, body } = await form(endpoint, {
      grant_type: DEVICE_CODE,
      device_code: code,
      client_id: place.clientId,
    });
    if (status === 200 && body.access_token) return body.access_token;
    if (body.error === 'slow_down') wait += 5;
    else if (body.error !== 'authorization_pending' && status < 500) throw refused(place, body);
  }
  throw notSignedIn(`the code was not entered in time: run ${TOOL} login again`);
}

async function describe(issuer) {
  if (!URL.canParse(issuer)) throw new UsageError(`the issuer must be a URL: ${visible(issuer)}`);
  for (const path of DESCRIPTIONS) {
    const { status, body } = await ask(new URL(issuer.replace(/\/$/, '') + path));
    if (status !== 200) continue;
    if (body.issuer !== issuer)
      throw new CommandFailure(`${visible(issuer)} names itself ${visible(body.issuer)}: it is not trusted`);
    const { device_authorization_endpoint: device, token_endpoint: token } = body;
    if (!device || !token) throw new CommandFailure(`the issuer ${visible(issuer)} has no device flow: ${BY_TOKEN}`);
    return { device: new URL(device), token: new URL(token) };
  }
  throw new CommandFailure(`the issuer ${visible(issuer)} has no OpenID configuration: ${BY_TOKEN}`);
}

function refused({ issuer }, { error = 'no reason', error_description: description }) {
  const why =
    error === 'access_denied' ? 'the sign-in was refused' : [error, description].filter(Boolean).join(': ');
  return notSignedIn(`the issuer ${visible(issuer)} issued no token: ${visible(why)}`);
}

function form(url, values) {
  const given = Object.entries(values).filter(([, value]) => value);
  return ask(url, { method: 'POST', body: new URLSearchParams(given) });
}

async function ask(url, request = {}) {
  if (!isSafe(url)) throw new CommandFailure(`${visible(url.origin)} must be https: sign-in requires https`);
  const limits = { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MILLIS) };
  try {
    const response = await fetch(url, { headers: { Accept: 'application/json' }, ...request, ...limits });
    return { status: response.status, body: parsed(await response.text()) };
  } catch (fault) {
    throw new CommandFailure(
      `cannot reach ${visible(url.origin)} (${fault.cause?.code ?? fault.name})`,
      EXITS.unavailable,
    );
  }
}

function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
