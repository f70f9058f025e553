// cdr-webhooks login and logout.
import { text } from 'node:stream/consumers';
import { UsageError } from '../failures.mjs';
import { TOOL } from '../name.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES, notSignedIn } from './exits.mjs';
import { deviceToken, issuerOf } from './issuer.mjs';
import { forgetSession, keepSession, localFolder, localSession, sessionFile } from './session.mjs';
import { apiOrigin, claimsOf, tokenText } from './tokens.mjs';
import { moment, visible } from './words.mjs';

const GROUP = 'For operators';

export const login = {
  name: 'login',
  group: GROUP,
  summary: 'sign in to a system of make run, or to a deployment',
  usage: '[URL] [--with-token]',
  arguments: ['[URL]'],
  options: {
    'with-token': { type: 'boolean', about: 'read the token from the standard input' },
    'client-id': { type: 'string', value: 'ID', about: "the tool's client at the issuer" },
    issuer: { type: 'string', value: 'URL', about: 'the issuer, if the console does not name it' },
    scope: { type: 'string', value: 'SCOPES', about: 'the scopes to request' },
    audience: { type: 'string', value: 'NAME', about: 'the name of the API at the issuer' },
  },
  details: `Without URL, it signs in to the system that make run started: in its folder, or from a clone of it. Later
commands read the address and the token from there again, so one login is enough.

URL is the address of a deployment's console (ConsoleUrl) or of its API. The token comes from
  - the standard input, with --with-token:  get-a-token | ${TOOL} login URL --with-token
  - the environment, CDR_WEBHOOKS_TOKEN
  - otherwise the issuer, by its device flow: the tool shows an address and a code for your browser. The issuer must
    allow this flow to the client (Cognito does not have it).

The session is kept in $XDG_CONFIG_HOME/cdr-webhooks/session.json (or under ~/.config), readable by you alone. Scripts
need no login: they set CDR_WEBHOOKS_URL and CDR_WEBHOOKS_TOKEN.

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    const url = given ?? io.env.CDR_WEBHOOKS_URL;
    if (url === undefined) return loginHere(options, io);
    const origin = apiOrigin(url);
    const token = tokenText(await newToken(origin, options, io));
    await begin({ url: origin, token, again: 'give another one' }, { url: origin, token }, io);
  },
};

export const logout = {
  name: 'logout',
  group: GROUP,
  summary: 'forget the token of login',
  usage: '',
  details: 'Deletes the stored session. The token itself stays valid until it expires.',
  run(_, io) {
    io.out(forgetSession(io) ? 'Signed out: the session is deleted.' : 'There was no session.');
  },
};

async function loginHere(options, io) {
  if (options['with-token']) throw new UsageError('--with-token needs URL, the address of the API');
  const folder = localFolder();
  if (!folder) throw new UsageError('login needs URL here: only in the folder of make run can it find the address and the token');
  await begin(localSession(folder), { folder }, io);
}

async function newToken(origin, options, io) {
  if (options['with-token']) {
    const piped = await text(io.input);
    if (piped.trim() === '') throw notSignedIn('the standard input has no token');
    return piped;
  }
  if (io.env.CDR_WEBHOOKS_TOKEN) return io.env.CDR_WEBHOOKS_TOKEN;
  const { issuer, 'client-id': clientId, scope, audience } = options;
  const given = Object.fromEntries(Object.entries({ issuer, clientId, scope, audience }).filter(([, value]) => value));
  return deviceToken(await issuerOf(origin, given), io.error);
}

/** Stores the session if the API accepts its token. */
async function begin(session, kept, io) {
  await new Api(session).get('/platform', 'sign-in');
  keepSession(io, kept);
  const { expiresAt, scopes } = claimsOf(session.token);
  io.out(`Signed in to ${session.url}${expiresAt ? ` until ${moment(expiresAt)}` : ''}.`);
  if (scopes) io.out(`The token has the scopes ${visible(scopes)}.`);
  io.out(`Kept in ${sessionFile(io)}. Next: ${TOOL} configurations`);
}
