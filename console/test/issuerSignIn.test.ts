import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignedOutReason } from '../src/session/Session.ts';
import { ACCESS_TOKEN, TestIssuer, TestSite, type Otherwise } from './TestIssuer.ts';
import { TestTab } from './TestTab.ts';

const PAGE = '/console/deliveries?status=FAILED#x';

let issuer: TestIssuer;
let site: TestSite;
let tab: TestTab;

beforeEach(async () => {
  issuer = await TestIssuer.start();
  site = await TestSite.start();
  site.signIn = { issuer: issuer.url, clientId: 'console', scope: 'w/read w/write' };
  tab = new TestTab(site, PAGE);
});

afterEach(async () => {
  await issuer.stop();
  await site.stop();
});

describe('signing in', () => {
  test('creates a session, and returns to the same page', async () => {
    await tab.signInThroughout();
    expect(tab.session.token).toBe(ACCESS_TOKEN);
    expect(tab.page).toBe(PAGE);
  });

  test('requests a code for the API, and only the necessary scopes', async () => {
    site.signIn = { ...(site.signIn as object), audience: 'cdr-webhooks' };
    await tab.toTheIssuerAndBack();
    const asked = tab.address.searchParams;
    expect([...asked.keys()].sort().join(' ')).toBe(
      'audience client_id code_challenge code_challenge_method nonce redirect_uri response_type scope state',
    );
    expect(asked.get('scope')).toBe('openid w/read w/write');
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('redirect_uri')).toBe(`${site.origin}/console/`);
    expect(asked.get('audience')).toBe('cdr-webhooks');
  });

  test('clears the address before any request', async () => {
    const back = await tab.toTheIssuerAndBack();
    issuer.asked.length = 0;
    expect(tab.open(back)).not.toBeNull();
    expect(tab.page).toBe(PAGE);
    expect(issuer.asked).toEqual([]);
  });

  test('keeps the access token with its end, and no other token', async () => {
    await tab.signInThroughout();
    expect(tab.storage.length).toBe(1);
    const { expiresAt, ...kept } = JSON.parse(tab.storage.getItem('session') ?? '') as {
      expiresAt: string;
    };
    expect(kept).toEqual({ token: ACCESS_TOKEN, atIssuer: true });
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(3_500_000);
    expect(tab.addresses.filter(({ href }) => href.includes(ACCESS_TOKEN))).toEqual([]);
  });

  test('requests no description if it knows the endpoints', async () => {
    site.signIn = { ...(site.signIn as object), endpoints: endpoints() };
    await tab.signInThroughout();
    expect(tab.session.token).toBe(ACCESS_TOKEN);
    expect(issuer.asked).toEqual(['/authorize', '/token']);
  });

  test('leaves other addresses alone', () => {
    expect(tab.open(new URL(PAGE, site.origin))).toBeNull();
    expect(tab.open(new URL('/console/tasks?code=1&state=2', site.origin))).toBeNull();
    expect(tab.page).toBe('/console/tasks?code=1&state=2');
  });
});

describe('an answer without a request', () => {
  test('with another state gets no token', async () => {
    issuer.otherwise = { answered: { state: 'another' } };
    await tab.signInThroughout();
    expectSignedOut('not-awaited');
    expect(issuer.asked).not.toContain('/token');
    expect(tab.page).toBe('/console/');
  });

  test('with no state gets no token', async () => {
    issuer.otherwise = { answered: { state: undefined } };
    await tab.signInThroughout();
    expectSignedOut('not-awaited');
    expect(issuer.asked).not.toContain('/token');
  });

  test('is ignored by a tab that sent no request', async () => {
    const back = await tab.toTheIssuerAndBack();
    const other = new TestTab(site, PAGE);
    await other.open(back)?.();
    expect(other.session.token).toBeNull();
    expect(issuer.asked).not.toContain('/token');
  });

  test('has no effect the second time', async () => {
    const back = await tab.toTheIssuerAndBack();
    await tab.open(back)?.();
    tab.session.end('left');
    await tab.open(back)?.();
    expectSignedOut('not-awaited');
    expect(issuer.asked.filter((path) => path === '/token')).toHaveLength(1);
  });

  test('does not end an existing session', async () => {
    const back = await tab.toTheIssuerAndBack();
    await tab.open(back)?.();
    await tab.open(back)?.();
    expect(tab.session.token).toBe(ACCESS_TOKEN);
  });

  test('does not show the text of an error', async () => {
    await tab.open(new URL('/console/?error=x&error_description=Call+me', site.origin))?.();
    expectSignedOut('not-awaited');
  });
});

describe('an answer is not trusted', () => {
  const cases: [string, Otherwise][] = [
    ['of another issuer', { answered: { iss: 'https://evil.example.com' } }],
    ['with an ID token of another issuer', { claimed: { iss: 'https://evil.example.com' } }],
    ['with an ID token for another client', { claimed: { aud: 'another' } }],
    ['with another nonce', { claimed: { nonce: 'another' } }],
    ['with an ID token that has ended', { claimed: { exp: 1 } }],
    ['without an ID token', { given: { id_token: undefined } }],
    ['with an ID token that is none', { given: { id_token: 'x' } }],
  ];
  test.each(cases)('%s', async (_, otherwise) => {
    issuer.otherwise = otherwise;
    await tab.signInThroughout();
    expectSignedOut('not-trusted');
  });

  test('when the issuer describes itself as another', async () => {
    issuer.otherwise = { described: { issuer: 'https://evil.example.com' } };
    expect(await start()).toBe(false);
    expectSignedOut('not-trusted');
  });

  test('when the issuer is not on https', async () => {
    site.signIn = { issuer: 'http://login.example.com', clientId: 'console', scope: 'w' };
    expect(await start()).toBe(false);
    expectSignedOut('not-trusted');
  });

  test("when the issuer's sign-in page is not on https", async () => {
    issuer.otherwise = { described: { authorization_endpoint: 'http://login.example.com/' } };
    expect(await start()).toBe(false);
    expectSignedOut('not-trusted');
  });
});

describe('failures are explained', () => {
  test('when the person declines', async () => {
    issuer.otherwise = { answered: { code: undefined, error: 'access_denied' } };
    await tab.signInThroughout();
    expectSignedOut('denied');
    expect(tab.page).toBe(PAGE);
  });

  test('when the issuer refuses, with its words readable', async () => {
    issuer.otherwise = {
      answered: { code: undefined, error: 'invalid_scope', error_description: 'No\u202e w/read' },
    };
    await tab.signInThroughout();
    expectSignedOut('refused', 'invalid_scope: No⟨U+202E⟩ w/read');
  });

  test('when the code is refused', async () => {
    issuer.otherwise = { refused: { status: 400, body: { error: 'invalid_grant' } } };
    await tab.signInThroughout();
    expectSignedOut('refused', 'invalid_grant');
  });

  test('when the issuer fails', async () => {
    issuer.otherwise = { refused: { status: 503, body: {} } };
    await tab.signInThroughout();
    expectSignedOut('issuer-unreachable');
  });

  test('when the issuer does not answer', async () => {
    await issuer.stop();
    expect(await start()).toBe(false);
    expectSignedOut('issuer-unreachable');
    expect(tab.page).toBe(PAGE);
  });

  test('when the API cannot read the token', async () => {
    issuer.otherwise = { given: { access_token: 'opaque' } };
    await tab.signInThroughout();
    expectSignedOut('not-a-token');
  });

  test('and a failed sign-in leaves nothing in the tab', async () => {
    issuer.otherwise = { claimed: { nonce: 'another' } };
    await tab.signInThroughout();
    expect(tab.storage.length).toBe(0);
  });
});

function start(): Promise<boolean> {
  return tab.signIn.place().then((place) => {
    return place.kind === 'issuer' && tab.signIn.start(place.issuer);
  });
}

function endpoints() {
  return {
    authorization: `${issuer.url}/authorize`,
    token: `${issuer.url}/token`,
    signOut: `${issuer.url}/logout`,
  };
}

function expectSignedOut(reason: SignedOutReason, detail = ''): void {
  expect(tab.session.state).toEqual({ kind: 'signed-out', reason, detail });
}
