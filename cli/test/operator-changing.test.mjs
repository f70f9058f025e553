import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import { DescribedApi } from './described-api.mjs';
import { run } from './run.mjs';

const BILLING = 'cfg_0c9d1a52f3b84e61a7c05d2e9f184b36';
const DELIVERY = 'dlv_5f1c0a9be2d74386a1f0c97be4d2835a';
const OTHER = 'dlv_6f1c0a9be2d74386a1f0c97be4d2835a';
const folder = mkdtempSync(join(tmpdir(), 'operator-changing-'));
let api;

beforeEach(async () => (api = await DescribedApi.start()));
afterEach(async () => {
  await api.stop();
  assert.deepEqual(api.faults, []);
});
after(() => rmSync(folder, { recursive: true }));

const tool = (...args) => run(args, { env: api.env });

test('redeliverSendsTheSameIdAgain', async () => {
  const { code, out } = await tool('redeliver', DELIVERY);
  assert.deepEqual([code, out], [0, `${DELIVERY} is being resent.\n`]);
  assert.deepEqual(api.requests('redeliver')[0].body, { newId: false });
});

test('redeliverTakesIdsFromTheStandardInputAndGoesOnAfterAFailure', async () => {
  api.answer('redeliver', { status: 409 }, { status: 202 });
  const { code, out, error } = await run(['redeliver', '-', '--new-id'], {
    env: api.env,
    input: `${DELIVERY}\n\n${OTHER}\n`,
  });
  assert.equal(code, 1);
  assert.equal(out, `${OTHER} is being resent as ${DELIVERY}.\n`);
  assert.match(
    error,
    /delivery dlv_5f1c.*: The webhook configuration of this delivery was deleted\.\ncdr-webhooks: 1 of 2 reports resent\n/,
  );
});

test('redeliverSendsManyInOneRequest', async () => {
  const refused = 'dlv_0a9be2d74386a1f0c97be4d2835a5f1c';
  const { code, out, error } = await tool('redeliver', DELIVERY, refused, DELIVERY);
  assert.deepEqual([code, out], [1, `${DELIVERY} is being resent.\n`]);
  assert.match(error, /delivery dlv_0a9b.*: The webhook configuration of this delivery was deleted\.\n/);
  assert.match(error, /1 of 2 reports resent\n$/);
  assert.deepEqual(api.requests('redeliverMany')[0].body, { ids: [DELIVERY, refused] });
});

test('redeliverIsNotRepeatedAfterAFault', async () => {
  api.answer('redeliver', { status: 503 });
  const { code, error } = await tool('redeliver', DELIVERY);
  assert.equal(code, 6);
  assert.match(error, /Service Unavailable \(status 503/);
  assert.equal(api.requests('redeliver').length, 1);
});

test('dryRunOfARecoveryOnlyCounts', async () => {
  const { code, out } = await tool('recover', 'Billing', '--from', '2026-03-01', '--to', '2026-03-02', '--dry-run');
  assert.equal(code, 0);
  assert.equal(
    out,
    'Would send 37 reports (20 pending, 16 failed, 1 unrouted) from 2026-03-01 00:00:00 UTC to 2026-03-02 00:00:00 UTC. Nothing was sent.\n',
  );
  assert.deepEqual(api.requests('startRecovery')[0].body, {
    configurationId: BILLING,
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-02T00:00:00.000Z',
    dryRun: true,
  });
});

test('recoveryIsWatchedToItsEnd', async () => {
  api.answer('startRecovery', { status: 202 });
  const { code, out } = await tool('recover', BILLING, '--from', '2026-03-01');
  assert.deepEqual([code, out], [0, '412 deliveries checked, 37 reports resent.\n']);
});

test('runningRecoveriesOfAConfigurationAreStopped', async () => {
  const { code, out } = await tool('recover', 'Billing', '--stop');
  assert.deepEqual([code, out], [0, 'job_71e0b4c29d3f4a06bb58c1d92e7f0a34 has ended: 12 reports resent.\n']);
  assert.deepEqual(api.requests('listRecoveries')[0].query, { configurationId: BILLING });
  assert.match(api.requests('stopRecovery')[0].path, /\/recoveries\/job_71e0b4c29d3f4a06bb58c1d92e7f0a34\/stop$/);
  assert.equal((await tool('recover', BILLING, '--stop', '--from', '1h')).code, 2);
});

test('stopRefusesDryRunAndNoWait', async () => {
  for (const flag of ['--dry-run', '--no-wait']) {
    const { code, error } = await tool('recover', BILLING, '--stop', flag);
    assert.equal(code, 2);
    assert.match(error, new RegExp(`--stop does not go with ${flag}`));
  }
  assert.equal(api.requests('stopRecovery').length, 0);
});

test('stopSaysIfMoreMayBeRunning', async () => {
  api.answer('listRecoveries', { body: { items: [], complete: false } });
  const { code, out, error } = await tool('recover', BILLING, '--stop');
  assert.deepEqual([code, out], [0, '']);
  assert.match(error, /^(cdr-webhooks: )?More may be running\.\n$/);
});

test('recoveryNeedsARange', async () => {
  assert.equal((await tool('recover', BILLING)).code, 2);
  assert.equal((await tool('recover', BILLING, '--from', '1h', '--to', '2h')).code, 2);
});

test('revokedLinksAreWatchedToTheEnd', async () => {
  const { code, out, error } = await tool('revoke-links', 'Billing', '--issued-before', '2026-03-01');
  assert.deepEqual([code, out], [0, '412 deliveries checked, 37 links revoked.\n'], error);
  assert.match(error, /^Revocation revoke_\w+ has started; Ctrl-C stops watching, not the revocation\.\n/);
  const { path, query } = api.requests('revokeAllLinks')[0];
  assert.match(path, new RegExp(`/webhook-configurations/${BILLING}/links`));
  assert.deepEqual(query, { issuedBefore: '2026-03-01T00:00:00.000Z' });
});

test('revocationOfLinksNeedNotBeWatched', async () => {
  const { code, out } = await tool('revoke-links', BILLING, '--no-wait');
  assert.deepEqual([code, out], [0, 'revoke_71e0b4c29d3f4a06bb58c1d92e7f0a34 is running: 0 links so far.\n']);
  assert.equal(api.requests('getRevocation').length, 0);
});

test('retryNowSaysWhatIsSent', async () => {
  const { code, out } = await tool('retry-now', 'billing');
  assert.equal(code, 0);
  assert.match(out, /^Billing has failed since 2026-03-05 03:12:44 UTC\. The next probe is sent now\.\n/);
});

test('retryOfADisabledConfigurationIsRefused', async () => {
  api.answer('retryNow', { status: 409 });
  const { code, error } = await tool('retry-now', BILLING);
  assert.deepEqual(
    [code, error],
    [1, 'cdr-webhooks: configuration Billing: The configuration is disabled, so nothing is sent: enable it first.\n'],
  );
});

test('testNamesItsDelivery', async () => {
  const { code, out } = await tool('test', 'Billing', '--refusals');
  assert.equal(code, 0);
  assert.match(out, /^Sending the test as (dlv_[0-9a-f]{32})\.\nSee the result: .* deliveries \1\n$/);
  assert.deepEqual(api.requests('testWebhookConfiguration')[0].body, { signature: 'current', refusals: true });
});

test('rotateWritesTheGeneratedSignatureForItsOwnerAlone', async () => {
  const file = join(folder, 'generated');
  const { code, out, error } = await tool(
    'rotate',
    'Billing',
    '--generate',
    file,
    '--effective-at',
    '2026-03-10',
    '--overlap-days',
    '7',
  );
  assert.equal(code, 0, error);
  const signature = readFileSync(file, 'utf8').trimEnd();
  assert.match(signature, /^[\w-]{43}$/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const { headers, body } = api.requests('rotateSignature')[0];
  assert.equal(headers['if-match'], '"3"');
  assert.deepEqual(body, { signature, overlapDays: 7, effectiveAt: '2026-03-10T00:00:00.000Z' });
  assert.ok(!out.includes(signature));
  assert.match(out, /from 2026-03-10 00:00:00 UTC on/);
});

test('rotateTakesASignatureFromAFile', async () => {
  const file = join(folder, 'given');
  writeFileSync(file, ' a secret that we both know\r\n');
  assert.equal((await tool('rotate', BILLING, '--signature-file', file)).code, 0);
  assert.deepEqual(api.requests('rotateSignature')[0].body, {
    signature: ' a secret that we both know',
    overlapDays: 2,
  });
});

test('rotateReplacesAPlannedSignatureOnlyIfAsked', async () => {
  const file = join(folder, 'planned');
  api.answer('rotateSignature', { status: 409 }, { status: 200 });
  const { code, error } = await tool('rotate', BILLING, '--generate', file);
  assert.equal(code, 1);
  assert.match(error, /A Signature that ends with ows is planned for 2026-03-10.*--replace-planned replaces it/s);
  assert.ok(!existsSync(file));
  assert.equal((await tool('rotate', BILLING, '--generate', file, '--replace-planned')).code, 0);
  assert.equal(api.requests('rotateSignature')[1].body.replacesPlanned, true);
});

test('rotateCancelsAPlannedRotation', async () => {
  const { code, out } = await tool('rotate', BILLING, '--cancel');
  assert.deepEqual([code, out], [0, 'Billing keeps the Signature that ends with own.\n']);
  assert.equal(api.requests('cancelRotation')[0].headers['if-match'], '"3"');
  assert.equal((await tool('rotate', BILLING, '--cancel', '--generate', join(folder, 'x'))).code, 2);
});

test('rotateDeletesTheFileIfTheApiRefuses', async () => {
  const file = join(folder, 'refused');
  api.answer('rotateSignature', { status: 412 });
  const { code, error } = await tool('rotate', BILLING, '--generate', file);
  assert.equal(code, 1);
  assert.match(error, /was created, changed or deleted in the meantime/);
  assert.ok(!existsSync(file));
});

test('rotateKeepsTheFileIfTheSignatureMayBeInUse', async () => {
  const file = join(folder, 'in-doubt');
  api.answer('rotateSignature', { status: 503 });
  const { code, error } = await tool('rotate', BILLING, '--generate', file);
  assert.equal(code, 6);
  assert.match(error, /The Signature may be in use: keep .*in-doubt/);
  assert.ok(existsSync(file));
});

test('rotateOverwritesNoFile', async () => {
  const file = join(folder, 'there');
  writeFileSync(file, 'precious');
  assert.equal((await tool('rotate', BILLING, '--generate', file)).code, 2);
  assert.equal(readFileSync(file, 'utf8'), 'precious');
  assert.equal(api.requests('rotateSignature').length, 0);
});

test('invalidFieldsAreListed', async () => {
  api.answer('rotateSignature', { status: 422 });
  const file = join(folder, 'invalid');
  const { error } = await tool('rotate', BILLING, '--generate', file);
  assert.match(
    error,
    /The body has invalid fields\.\n {2}signature must have 16 to 256 characters\n {2}colour is not a field of this resource\n$/,
  );
});
