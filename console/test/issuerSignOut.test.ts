import { afterEach, beforeEach, expect, test } from 'vitest';
import { ACCESS_TOKEN, TestIssuer, TestSite } from './TestIssuer.ts';
import { TestTab } from './TestTab.ts';

const POOL = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc';

let issuer: TestIssuer;
let site: TestSite;
let tab: TestTab;

beforeEach(async () => {
  issuer = await TestIssuer.start();
  site = await TestSite.start();
  site.signIn = { issuer: issuer.url, clientId: 'console', scope: 'w/read' };
  tab = new TestTab(site, '/console/tasks');
});

afterEach(async () => {
  await issuer.stop();
  await site.stop();
});

test('ends the session here and at the issuer, and returns', async () => {
  await tab.signInThroughout();
  await tab.signIn.leave();
  expect(tab.session.state).toEqual({ kind: 'signed-out', reason: 'left', detail: '' });
  expect(tab.storage.length).toBe(0);
  expect(tab.address.href).toBe(
    `${issuer.url}/sign-out?client_id=console&post_logout_redirect_uri=${home()}`,
  );
});

test('uses the words of Cognito with a user pool', async () => {
  site.signIn = {
    issuer: POOL,
    clientId: 'console',
    scope: 'w/read',
    endpoints: {
      authorization: 'https://x.auth.eu-central-1.amazoncognito.com/oauth2/authorize',
      token: 'https://x.auth.eu-central-1.amazoncognito.com/oauth2/token',
      signOut: 'https://x.auth.eu-central-1.amazoncognito.com/logout',
    },
  };
  tab.session.begin(ACCESS_TOKEN, null, true);
  await tab.signIn.leave();
  expect(tab.address.href).toBe(
    `https://x.auth.eu-central-1.amazoncognito.com/logout?client_id=console&logout_uri=${home()}`,
  );
});

test('ends only the local session if the issuer has no sign-out', async () => {
  issuer.otherwise = { described: { end_session_endpoint: undefined } };
  await tab.signInThroughout();
  await tab.signIn.leave();
  expect(tab.session.state).toMatchObject({ reason: 'left-here-only' });
});

test('ends the session here, even if the issuer fails', async () => {
  await tab.signInThroughout();
  await issuer.stop();
  const left = tab.signIn.leave();
  expect(tab.session.token).toBeNull();
  await left;
  expect(tab.session.state).toMatchObject({ reason: 'left-here-only' });
});

test('does not send a user with a pasted token to the issuer', async () => {
  tab.session.begin(ACCESS_TOKEN, null);
  await tab.signIn.leave();
  expect(tab.session.state).toMatchObject({ reason: 'left' });
  expect(tab.page).toBe('/console/tasks');
  expect(issuer.asked).toEqual([]);
});

test('without the file people sign in at the local system', async () => {
  site.signIn = null;
  expect(await tab.signIn.place()).toEqual({ kind: 'this-machine' });
});

test('people need a token if the issuer does not know the console', async () => {
  site.signIn = { issuer: issuer.url, scope: 'w/read' };
  expect(await tab.signIn.place()).toEqual({ kind: 'no-client' });
});

test.each(['{', '[]', 'null', '{"issuer":7}'])('%s gives no place to sign in', async (file) => {
  site.signIn = file;
  expect(await tab.signIn.place()).toEqual({ kind: 'unknown' });
});

test('after an error the place to sign in is unknown', async () => {
  site.status = 500;
  expect(await tab.signIn.place()).toEqual({ kind: 'unknown' });
  await site.stop();
  expect(await tab.signIn.place()).toEqual({ kind: 'unknown' });
});

function home(): string {
  return encodeURIComponent(`${site.origin}/console/`);
}
