import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { DescribedApi } from './described-api.mjs';
import { run, start } from './run.mjs';

const BILLING = 'cfg_0c9d1a52f3b84e61a7c05d2e9f184b36';
const DELIVERY = 'dlv_5f1c0a9be2d74386a1f0c97be4d2835a';
let api;

beforeEach(async () => (api = await DescribedApi.start()));
afterEach(async () => {
  await api.stop();
  assert.deepEqual(api.faults, []);
});

const tool = (...args) => run(args, { env: api.env });

test('configurationsAreATable', async () => {
  const { code, out } = await tool('configurations');
  assert.equal(code, 0);
  assert.equal(
    out,
    'NAME     STATE    SUCCESS  ID                                    URL\n' +
      `Billing  sending   98.5 %  ${BILLING}  https://billing.example.com/hooks/cdr\n`,
  );
});

test('configurationIsFoundByItsName', async () => {
  const { code, out } = await tool('configurations', 'billing');
  assert.equal(code, 0);
  assert.match(out, /^Billing {2}\(cfg_0c9d/);
  assert.match(
    out,
    /state +failing since 2026-03-05 03:12:44 UTC; only probes are sent, the next one 2026-03-05 03:15:42 UTC/,
  );
  assert.match(out, /Signature +ends with 9Xw; one that ends with k4Q follows 2026-03-10 00:00:00 UTC/);
  assert.match(out, /works again\? +cdr-webhooks retry-now cfg_0c9d/);
});

test('unknownConfigurationExitsWithFourAndListsTheNames', async () => {
  const { code, error } = await tool('configurations', 'Biling');
  assert.equal(code, 4);
  assert.equal(error, 'cdr-webhooks: there is no configuration Biling; configurations: Billing\n');
});

test('jsonIsWhatTheApiAnswered', async () => {
  const listed = JSON.parse((await tool('configurations', '--json')).out);
  assert.equal(listed.health.attempts, 1320);
  assert.equal(JSON.parse((await tool('tasks', '42', '--json')).out).taskName, 'Calls of the day');
});

test('tasksNameWhoGetsTheirReports', async () => {
  const { out } = await tool('tasks');
  assert.equal(
    out,
    'TASK  NAME                GETS REPORTS  SINCE\n' +
      '  42  Calls of the day    Billing       2026-03-01 10:05\n' +
      '  43  Calls of the month  -             2026-03-02 16:30\n',
  );
});

test('changesSayWhoChangedWhat', async () => {
  const { code, out } = await tool('changes', '--limit', '1');
  assert.equal(code, 0);
  assert.equal(
    out,
    'AT                       WHO                                   FROM         WHAT                   ABOUT                 ' +
      '                              STATUS  CHANGED\n' +
      '2026-03-05 03:12:43 UTC  5f1c0a9b-e2d7-4386-a1f0-c97be4d2835a  203.0.113.7  REPLACE_CONFIGURATION  ' +
      `configuration ${BILLING}     200  url\n`,
  );
});

test('changesOfOneThingAreAskedForByItsKindAndId', async () => {
  await tool('changes', '--configuration', 'Billing', '--limit', '1');
  await tool('changes', '--task', '42', '--subject', 'me', '--from', '2026-03-01', '--limit', '1');
  await tool('changes', '--delivery', DELIVERY, '--limit', '1');
  assert.deepEqual(
    api.requests('listChanges').map(({ query }) => Object.fromEntries(Object.entries(query))),
    [
      { about: `configuration:${BILLING}`, limit: '1' },
      { about: 'task:42', subject: 'me', from: '2026-03-01T00:00:00.000Z', limit: '1' },
      { about: `delivery:${DELIVERY}`, limit: '1' },
    ],
  );
});

test('changesAcceptsOnlyOneSubject', async () => {
  const { code, error } = await tool('changes', '--task', '42', '--delivery', DELIVERY);
  assert.equal(code, 2);
  assert.match(error, /give one of --configuration, --task and --delivery/);
});

test('whoamiSaysWhetherTheCallerMayChangeSomething', async () => {
  const { code, out } = await tool('whoami');
  assert.equal(code, 0);
  assert.match(out, /^5f1c0a9b-e2d7-4386-a1f0-c97be4d2835a\n/);
  assert.match(out, /may make changes +yes/);
  assert.match(out, /token expires +2026-03-05 04:00:00 UTC/);
});

test('whoamiSaysWhyTheCallerMayOnlyRead', async () => {
  const readOnlyReason = 'The user is not in the group writers of the user pool.';
  api.answer('getMe', {
    body: { issuer: '', subject: 'x', clientId: '', scopes: [], mayWrite: false, readOnlyReason, expiresAt: null },
  });
  const { out } = await tool('whoami');
  assert.match(out, /may make changes +no\. The user is not in the group writers of the user pool\.\n/);
});

test('findShowsEachKindThatMatches', async () => {
  const { code, out } = await tool('find', 'tx0000');
  assert.equal(code, 0);
  assert.deepEqual(api.requests('search')[0].query, { q: 'tx0000' });
  assert.equal(
    out,
    'CREATED UTC  STATUS   TASK  ID                                    FILE\n' +
      `03-05 03:12  PENDING    42  ${DELIVERY}  tx00001.zip\n` +
      '\n' +
      'CONFIGURATION      STATE    ID                                    URL\n' +
      `tx0000 of Billing  enabled  ${BILLING}  https://billing.example.com/hooks/cdr\n`,
  );
});

test('findOfNothingExitsWithFour', async () => {
  const none = { items: [], more: false };
  api.answer('search', { body: { deliveries: none, configurations: none, tasks: none } });
  const { code, error } = await tool('find', 'nothing');
  assert.equal(code, 4);
  assert.equal(error, 'cdr-webhooks: nothing matches nothing: a file is found by the start of its name\n');
  assert.equal((await tool('find', ' ')).code, 2);
});

test('filtersBecomeParametersOfTheApi', async () => {
  await tool(
    'deliveries',
    '--status',
    'failed',
    '--task',
    'test',
    '--tests',
    'only',
    '--configuration',
    'Billing',
    '--from',
    '2026-03-01',
    '--to',
    '2026-03-01 10:00',
    '--limit',
    '1',
  );
  const { query } = api.requests('listDeliveries')[0];
  assert.deepEqual(query, {
    taskId: '9007199254740991',
    configurationId: BILLING,
    status: 'FAILED',
    test: 'true',
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-01T10:00:00.000Z',
    limit: '2',
  });
});

test('wrongFiltersAreUsageErrors', async () => {
  for (const args of [
    ['--status', 'lost'],
    ['--from', 'yesterday'],
    ['--task', '0'],
    ['--tests', 'yes'],
    ['--limit', '0'],
    ['--follow', '--to', 'now'],
    ['dlv_1'],
  ]) {
    assert.equal((await tool('deliveries', ...args)).code, 2, args.join(' '));
  }
  assert.equal(api.requests('listDeliveries').length, 0);
});

test('deliveriesSayWhenThereAreMore', async () => {
  const { out, error } = await tool('deliveries', '--limit', '1');
  assert.match(
    out,
    /^CREATED UTC {2}STATUS .*\n03-05 03:12 {2}PENDING {4}42 {2}dlv_5f1c.* {2}tx00001.zip {2}The receiver answered 503.\n$/,
  );
  assert.match(error, /Older deliveries match, too: use --limit N, or export\./);
});

test('anEmptyListExitsWithZero', async () => {
  api.answer('listDeliveries', { body: { items: [], nextCursor: null } });
  const { code, out, error } = await tool('deliveries');
  assert.deepEqual([code, out, error], [0, '', 'No delivery matches.\n']);
});

test('oneDeliveryShowsItsAttempts', async () => {
  const { out } = await tool('deliveries', DELIVERY);
  assert.match(out, /^dlv_5f1c.* {2}DELIVERED\n/);
  assert.match(out, /report +tx00001.zip, 3.9 KiB, 100 lines\n/);
  assert.match(out, /configuration +Billing \(cfg_/);
  assert.match(out, /link +followed 1 time, last 2026-03-05 03:15:00 UTC from 203\.0\.113\.9\n/);
  assert.match(out, /1\.1 +2026-03-05 03:12:44 +84 ms +DELIVERED 200\n/);
  assert.match(out, / {2}issued 2026-03-05 03:12:44 UTC, valid until 2026-03-06 03:12:44 UTC\n/);
  assert.match(out, / {4}followed 2026-03-05 03:15:00 UTC from 203\.0\.113\.9\n/);
  assert.match(out, /headers \(untrusted text\):\n {2}Content-Type: text\/plain\n {2}Set-Cookie: \(hidden\)\n/);
  assert.doesNotMatch(out, /resends|resent as|revoked/);
});

test('acceptedForgeryOfATestIsNamed', async () => {
  const delivery = JSON.parse((await tool('deliveries', DELIVERY, '--json')).out);
  const [attempt] = delivery.attempts;
  const refusals = { forgedStatus: 200, oldStatus: null };
  api.answer('getDelivery', { body: { ...delivery, attempts: [{ ...attempt, refusals }] } });
  const { out } = await tool('deliveries', DELIVERY);
  assert.match(out, /forged request +200: ACCEPTED, but it must be refused\n {2}old request +no answer\n/);
});

test('attentionListsReceiversAndTheirRemedies', async () => {
  const { out } = await tool('attention');
  assert.equal(
    out,
    'RECEIVER  STATE    SINCE UTC    WAITING  HELD  FAILED  GIVES UP UTC  REMEDY     LAST FAILURE\n' +
      'Billing   FAILING  03-05 03:12      140     0       2  03-08 06:55   retry-now  the receiver answered 503\n',
  );
});

test('attentionSaysThatAllReceiversAnswer', async () => {
  const none = { count: 0, more: false };
  api.answer('getAttention', { body: { items: [], complete: true, waitingForFailing: none } });
  const { code, out, error } = await tool('attention');
  assert.deepEqual([code, out, error], [0, '', 'All receivers answer.\n']);
});

test('pendingDeliverySaysWhenWeGiveUp', async () => {
  const { items } = await examplePage();
  api.answer('getDelivery', { body: { ...items[0], receipt: null, redeliveryOf: null, redeliveries: [], links: [], attempts: [] } });
  const { out } = await tool('deliveries', DELIVERY);
  assert.match(out, /reason +The receiver answered 503\.\n/);
  assert.match(out, /waits for +Its next attempt is due at 2026-03-05T03:12:49\.702Z\.\n/);
  assert.match(out, /gives up +2026-03-08 06:55:19 UTC, after 12 more attempts\n/);
});

test('untrustedTextCannotControlTheTerminal', async () => {
  const [delivery] = (await examplePage()).items;
  api.answer('listDeliveries', {
    body: { items: [{ ...delivery, fileName: 'a\u001b[2Jb\u202e\n.zip' }], nextCursor: null },
  });
  const { out } = await tool('deliveries');
  assert.match(out, /a␛\[2Jb<U\+202E>␊\.zip/);
});

test('missingDeliveryExitsWithFour', async () => {
  api.answer('getDelivery', { status: 404 });
  const { code, error } = await tool('deliveries', DELIVERY);
  assert.deepEqual([code, error], [4, `cdr-webhooks: delivery ${DELIVERY}: There is no such resource.\n`]);
});

test('refusedScopeExitsWithFive', async () => {
  api.answer('listCdrTasks', { status: 403 });
  const { code, error } = await tool('tasks');
  assert.deepEqual([code, error], [5, 'cdr-webhooks: tasks: The token lacks the scope webhooks/write.\n']);
});

test('readingIsTriedAgainAfterAFault', async () => {
  api.answer('listCdrTasks', { status: 503 }, { status: 200 });
  assert.equal((await tool('tasks')).code, 0);
  assert.equal(api.requests('listCdrTasks').length, 2);
});

test('unreachableApiExitsWithSix', async () => {
  const env = { ...api.env, CDR_WEBHOOKS_URL: 'http://127.0.0.1:1' };
  const { code, error } = await run(['tasks'], { env });
  assert.equal(code, 6);
  assert.match(error, /cannot reach the API at http:\/\/127\.0\.0\.1:1/);
});

test('followPrintsNewAndChangedDeliveries', async () => {
  const page = await examplePage();
  const [first] = page.items;
  const items = (...all) => ({ status: 200, body: { items: all, nextCursor: null } });
  const next = { ...first, id: DELIVERY.replace('5', '6'), status: 'PENDING' };
  const delivered = { ...first, status: 'DELIVERED', reason: '' };
  api.answer('listDeliveries', items(first), items(next, delivered));
  const following = start(['deliveries', '--follow', '--every', '1', '--json'], { env: api.env });
  await following.line(/dlv_6f1c/);
  assert.equal(await following.stop(), 0);
  const printed = following.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    printed.map(({ id, status }) => `${id.slice(0, 5)} ${status}`),
    ['dlv_5 PENDING', 'dlv_5 DELIVERED', 'dlv_6 PENDING'],
  );
});

test('exportReadsEveryPage', async () => {
  const {
    items: [delivery],
  } = await examplePage();
  const risky = { ...delivery, fileName: '=HYPERLINK("x"),1.zip', reason: '' };
  api.answer(
    'listDeliveries',
    { body: { items: [delivery], nextCursor: 'b3BhcXVl' } },
    { body: { items: [risky], nextCursor: null } },
  );
  const { code, out, error } = await tool('export');
  assert.equal(code, 0, error);
  const lines = out.split('\n');
  assert.equal(lines.length, 4);
  assert.match(lines[0], /^id,createdAt,status,reason,taskId/);
  assert.match(lines[1], /^dlv_5f1c.*,PENDING,The receiver answered 503\.,42,/);
  assert.match(lines[2], /,"'=HYPERLINK\(""x""\),1\.zip",/);
  assert.equal(error, '2 deliveries exported.\n');
  assert.equal(api.requests('listDeliveries')[1].query.cursor, 'b3BhcXVl');
});

test('exportToAFileLeavesNothingWhenItFails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'operator-export-'));
  const file = join(folder, 'deliveries.jsonl');
  const page = await examplePage();
  api.answer('listDeliveries', { body: page }, { status: 400 });
  assert.equal((await tool('export', '--format', 'jsonl', '--output', file)).code, 1);
  assert.ok(!existsSync(file) && !existsSync(`${file}.unfinished`));
  api.answer('listDeliveries', { status: 200, body: { ...page, nextCursor: null } });
  assert.equal((await tool('export', '--format', 'jsonl', '--output', file)).code, 0);
  assert.equal(JSON.parse(readFileSync(file, 'utf8')).id, DELIVERY);
  rmSync(folder, { recursive: true });
});

async function examplePage() {
  const [item] = (await tool('deliveries', '--limit', '1', '--json')).out.split('\n');
  return { items: [JSON.parse(item)], nextCursor: 'b3BhcXVl' };
}
