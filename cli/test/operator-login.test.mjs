import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, afterEach, test } from 'node:test';
import { DescribedApi, unsigned } from './described-api.mjs';
import { run } from './run.mjs';

const home = mkdtempSync(join(tmpdir(), 'operator-login-'));
const env = { XDG_CONFIG_HOME: home };
const file = join(home, 'cdr-webhooks', 'session.json');
let api;

beforeEach(async () => {
  api = await DescribedApi.start();
  rmSync(file, { force: true });
});
afterEach(async () => {
  await api.stop();
  assert.deepEqual(api.faults, []);
});
after(() => {
  process.chdir(tmpdir());
  rmSync(home, { recursive: true });
});

test('withoutASessionTheExitCodeIsThreeAndTheMessageSaysWhatToDo', async () => {
  const { code, error } = await run(['configurations'], { env });
  assert.equal(code, 3);
  assert.ok(error.startsWith(`cdr-webhooks: not signed in: run cdr-webhooks login (for make run`), error);
});

test('wrongOptionsAreNamedBeforeASessionIsNeeded', async () => {
  for (const args of [
    ['deliveries', '--status', 'bogus'],
    ['tasks', 'first'],
  ]) {
    const { code, error } = await run(args, { env });
    assert.equal(code, 2, error);
    assert.match(error, /must be/);
  }
});

test('tokenFromTheStandardInputIsKeptForItsOwnerAlone', async () => {
  const signedIn = await run(['login', `${api.url}/console/`, '--with-token'], { env, input: `${api.token}\n` });
  assert.equal(signedIn.code, 0, signedIn.error);
  assert.match(signedIn.out, /until 2100-01-01 00:00:00 UTC/);
  assert.ok(!signedIn.out.includes(api.token));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(join(home, 'cdr-webhooks')).mode & 0o777, 0o700);
  assert.equal((await run(['configurations'], { env })).code, 0);
});

test('tokenFromTheEnvironmentIsKeptToo', async () => {
  await run(['login', api.url], { env: { ...env, CDR_WEBHOOKS_TOKEN: api.token } });
  assert.equal(JSON.parse(readFileSync(file, 'utf8')).token, api.token);
});

test('tokenThatTheApiRefusesIsNotKept', async () => {
  const { code, error } = await run(['login', api.url, '--with-token'], { env, input: unsigned({ exp: 1 }) });
  assert.equal(code, 3);
  assert.match(error, /the session ended at 1970-01-01 00:00:01 UTC/);
  assert.throws(() => statSync(file), { code: 'ENOENT' });
});

test('textThatIsNoTokenIsRefusedWithoutRepeatingIt', async () => {
  const { code, error } = await run(['login', api.url, '--with-token'], { env, input: 'my password' });
  assert.equal(code, 2);
  assert.ok(!error.includes('password'));
});

test('tokenNeverTravelsOverPlainHttp', async () => {
  const { code, error } = await run(['login', 'http://cdr.example.com', '--with-token'], { env, input: api.token });
  assert.equal(code, 2);
  assert.match(error, /must be https, except on this machine/);
});

test('loginInTheFolderOfARunningSystemNeedsNothingElse', async () => {
  const folder = join(home, 'clone', '.local');
  mkdirSync(join(home, 'clone', 'deeper'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'api-url'), `${api.url}\n`);
  writeFileSync(join(folder, 'api-token'), `${api.token}\n`);
  process.chdir(join(home, 'clone', 'deeper'));
  const { code, error } = await run(['login'], { env });
  assert.equal(code, 0, error);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { folder });

  // The system has started again, with another token.
  api.token = unsigned({ exp: 4_102_444_801 });
  assert.equal((await run(['tasks'], { env })).code, 3);
  writeFileSync(join(folder, 'api-token'), `${api.token}\n`);
  assert.equal((await run(['tasks'], { env })).code, 0);
});

test('logoutDeletesTheSession', async () => {
  await run(['login', api.url, '--with-token'], { env, input: api.token });
  assert.equal((await run(['logout'], { env })).out, 'Signed out: the session is deleted.\n');
  assert.throws(() => statSync(file), { code: 'ENOENT' });
  assert.equal((await run(['logout'], { env })).code, 0);
});

test('deviceFlowShowsTheCodeAndWaitsForThePerson', async () => {
  deviceFlow(['authorization_pending', undefined]);
  const { code, out, error } = await run(['login', api.url], { env });
  assert.equal(code, 0, error);
  assert.match(error, /Open {2}https:\/\/issuer\.example\/device\n.*code {2}WDJB-MJHT/);
  assert.match(out, /^Signed in/);
  const [asked] = api.asked.filter(({ path }) => path === '/device');
  assert.deepEqual(Object.fromEntries(asked.form), { client_id: 'console', scope: 'webhooks/read webhooks/write' });
  assert.equal(api.asked.filter(({ path }) => path === '/token').length, 2);
});

test('deviceFlowEndsWhenThePersonRefuses', async () => {
  deviceFlow(['access_denied']);
  const { code, error } = await run(['login', api.url], { env });
  assert.equal(code, 3);
  assert.match(error, /the sign-in was refused/);
});

test('issuerWithoutDeviceFlowNamesTheOtherWay', async () => {
  deviceFlow([], { device_authorization_endpoint: undefined });
  const { code, error } = await run(['login', api.url], { env });
  assert.equal(code, 1);
  assert.match(error, /has no device flow: get a token from it, and pipe it to cdr-webhooks login URL --with-token/);
});

test('issuerWithAnotherNameIsNotTrusted', async () => {
  deviceFlow([], { issuer: 'https://other.example' });
  assert.match((await run(['login', api.url], { env })).error, /is not trusted/);
});

/** An issuer on the API's own origin; its token endpoint answers these errors, and then the token. */
function deviceFlow(errors, described = {}) {
  const json = (body, status = 200) => ({ status, body });
  api.serve('/console/sign-in.json', () =>
    json({ issuer: api.url, clientId: 'console', scope: 'webhooks/read webhooks/write' }),
  );
  api.serve('/.well-known/openid-configuration', () =>
    json({
      issuer: api.url,
      device_authorization_endpoint: `${api.url}/device`,
      token_endpoint: `${api.url}/token`,
      ...described,
    }),
  );
  api.serve('/device', () =>
    json({
      device_code: 'secret',
      user_code: 'WDJB-MJHT',
      verification_uri: 'https://issuer.example/device',
      expires_in: 60,
      interval: 0.01,
    }),
  );
  api.serve('/token', () => {
    const error = errors.shift();
    return error === undefined ? json({ access_token: api.token }) : json({ error }, 400);
  });
}
