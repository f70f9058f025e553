// `collect` and `missing`, run as processes against a system that answers receiver requests.
import { createHash, createHmac } from 'node:crypto';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { COMPLETE_UNTIL, CONFIGURATION, RequestedSystem } from './requesting.mjs';
import { run, start } from './run.mjs';

const SIGNATURE = 'a secret that only we two know, long enough';
const env = { CDR_SIGNATURES: SIGNATURE };

async function prepared(t) {
  const folder = mkdtempSync(join(tmpdir(), 'cdr-webhooks-'));
  const system = await new RequestedSystem(SIGNATURE).start();
  t.after(() => (system.stop(), rmSync(folder, { recursive: true })));
  return { folder, system, args: ['--system', system.url, '--configuration', CONFIGURATION] };
}

describe('collect', { concurrency: 4 }, () => {
  test('fetchesAllPagesAndGoesOnWhereItEnded', async (t) => {
    const { folder, system, args } = await prepared(t);
    const ids = ['a.zip', 'b.zip', 'c.zip'].map((fileName) => system.add({ fileName }));
    const first = await run(['collect', folder, ...args], { env });
    assert.equal(first.code, 0, first.out + first.error);
    assert.match(first.out, /3 listed up to \S+, 3 fetched, 0 missing/);
    assert.deepEqual(readFileSync(join(folder, ids[2], 'c.zip')), system.bytesOf(ids[2]));
    const second = await run(['collect', folder, ...args], { env });
    assert.match(second.out, /3 listed up to \S+, 0 fetched, 0 missing/);
    assert.equal(system.asked.at(-2).from, COMPLETE_UNTIL);
    assert.equal(system.asked.at(-1).from, COMPLETE_UNTIL);
  });

  test('aBrokenReportDoesNotStopOthersAndIsRetried', async (t) => {
    const { folder, system, args } = await prepared(t);
    const broken = system.add({ fileName: 'a.zip', object: (count) => (count < 1 ? { status: 500 } : undefined) });
    system.add({ fileName: 'b.zip' });
    const first = await run(['collect', folder, ...args, '--since', '2026-03-04'], { env });
    assert.equal(first.code, 1, first.out + first.error);
    assert.match(first.out, /"a.zip": the store answered 500/);
    assert.match(first.out, /1 fetched, 1 missing/);
    const second = await run(['collect', folder, ...args, '--since', '2026-03-04'], { env });
    assert.equal(second.code, 0, second.out);
    assert.deepEqual(readFileSync(join(folder, broken, 'a.zip')), system.bytesOf(broken));
  });

  test('aFileWithAnotherDigestIsNotKept', async (t) => {
    const { folder, system, args } = await prepared(t);
    system.add({}, { fileSha256: 'ab'.repeat(32) });
    const { code, out } = await run(['collect', folder, ...args], { env });
    assert.equal(code, 1);
    assert.match(out, /its SHA-256 is not the announced one/);
  });

  test('anExportThatFailedIsNamedAndNotFetched', async (t) => {
    const { folder, system, args } = await prepared(t);
    system.add({}, { error: 'disk full' });
    const { code, out } = await run(['collect', folder, ...args], { env });
    assert.equal(code, 0, out);
    assert.match(out, /not fetched, "disk full"/);
  });

  test('aReportThatIsTooLargeToCountIsFetched', async (t) => {
    const { folder, system, args } = await prepared(t);
    const id = system.add({ fileName: 'large.zip' }, { error: 'Report is too large to count', numberOfLines: 0 });
    assert.match((await run(['missing', folder, ...args], { env })).out, /1 missing/);
    assert.equal((await run(['collect', folder, ...args], { env })).code, 0);
    assert.deepEqual(readFileSync(join(folder, id, 'large.zip')), system.bytesOf(id));
  });

  test('eachFetchedFileIsConfirmed', async (t) => {
    const { folder, system, args } = await prepared(t);
    const id = system.add();
    assert.equal((await run(['collect', folder, ...args], { env })).code, 0);
    const fileSha256 = createHash('sha256').update(system.bytesOf(id)).digest('hex');
    const receipts = system.asked.filter(({ request }) => request === 'confirm-file');
    assert.deepEqual(
      receipts.map(({ deliveryId, fileSha256: digest }) => [deliveryId, digest]),
      [[id, fileSha256]],
    );
  });

  test('onlyTheLinkGetsItsSignature', async (t) => {
    const { folder, system, args } = await prepared(t);
    const id = system.add();
    assert.equal((await run(['collect', folder, ...args], { env })).code, 0);
    const { callbackURL, links, objects } = system.requestsOf(id);
    const right = createHmac('sha512', env.CDR_SIGNATURES).update(callbackURL).digest('base64');
    assert.deepEqual(
      links.map(({ signature }) => signature),
      [right],
    );
    assert.deepEqual(
      objects.map(({ signature }) => signature),
      [undefined],
    );
  });

  test('aRefusedReceiptLosesNoFile', async (t) => {
    const { folder, system, args } = await prepared(t);
    const id = system.add({ fileName: 'kept.zip' });
    system.refusals.push(undefined, undefined, 422);
    const { code, out } = await run(['collect', folder, ...args], { env });
    assert.equal(code, 0, out);
    assert.match(out, /without a receipt \(confirm-file: 422, as told\)/);
    assert.deepEqual(readFileSync(join(folder, id, 'kept.zip')), system.bytesOf(id));
  });

  test('retriesAfterStatuses409And429And503', async (t) => {
    const { folder, system, args } = await prepared(t);
    system.add();
    system.refusals.push(429, 409, 503);
    const { code, out } = await run(['collect', folder, ...args], { env });
    assert.equal(code, 0, out);
    assert.equal(new Set(system.asked.map(({ id }) => id)).size, system.asked.length, 'each request has another id');
  });

  test('theOldSignatureIsUsedUntilARotationTakesEffect', async (t) => {
    const { folder, system, args } = await prepared(t);
    const id = system.add({ fileName: 'a.zip' });
    const both = { CDR_SIGNATURES: `the new one, which does not count yet\n${SIGNATURE}` };
    const { code, out, error } = await run(['collect', folder, ...args], { env: both });
    assert.equal(code, 0, out + error);
    assert.deepEqual(readFileSync(join(folder, id, 'a.zip')), system.bytesOf(id));
  });

  test('aReportThatIsGoneDoesNotDelayLaterRuns', async (t) => {
    const { folder, system, args } = await prepared(t);
    const id = system.add();
    system.refusals.push(undefined, 410);
    const { code, out } = await run(['collect', folder, ...args], { env });
    assert.equal(code, 0, out);
    assert.match(out, new RegExp(`${id}.*410, as told`));
    await run(['collect', folder, ...args], { env });
    assert.equal(system.asked.findLast(({ request }) => request === 'list-reports').from, COMPLETE_UNTIL);
  });

  test('aPageMayBeLongerThanAWebhook', async (t) => {
    const { folder, system, args } = await prepared(t);
    system.add({}, { error: 'e'.repeat(70_000) });
    const { code, out, error } = await run(['collect', folder, ...args], { env });
    assert.equal(code, 0, error);
    assert.match(out, /1 listed/);
  });

  test('aWrongSignatureIsExplained', async (t) => {
    const { folder, args } = await prepared(t);
    const { code, error } = await run(['collect', folder, ...args], { env: { CDR_SIGNATURES: 'another one' } });
    assert.equal(code, 1);
    assert.match(error, /401, refused: check that the configuration accepts receiver requests/);
  });

  test('anAnswerToAnotherRequestIsRefused', async (t) => {
    const { folder, system, args } = await prepared(t);
    system.answersAs = `req_${'0'.repeat(32)}`;
    const { code, error } = await run(['collect', folder, ...args], { env });
    assert.equal(code, 1);
    assert.match(error, /the answer belongs to "req_0+", not to req_/);
  });

  test('pollsUntilItIsStopped', async (t) => {
    const { folder, system, args } = await prepared(t);
    system.add();
    const polling = start(['collect', folder, ...args, '--poll', '60'], { env });
    await polling.line(/1 fetched, 0 missing/);
    assert.equal(await polling.stop(), 0);
  });

  test('aStopDuringARoundBeginsNoDownload', async (t) => {
    const { folder, system, args } = await prepared(t);
    const ids = Array.from({ length: 8 }, () => system.add()); // several pages, so that the stop arrives before the last one
    let polling;
    system.whenAsked = () => {
      if (system.asked.length === 1) void polling.stop();
    };
    polling = start(['collect', folder, ...args, '--poll', '60'], { env });
    assert.equal(await polling.ended, 0, polling.error);
    assert.ok(system.asked.every(({ request }) => request === 'list-reports'));
    system.whenAsked = () => {};
    await run(['collect', folder, ...args], { env });
    for (const id of ids) assert.ok(existsSync(join(folder, id)), 'the next run continues before the reports');
  });

  test('wrongArgumentsAreNamed', async () => {
    const refused = async (args, environment) => (await run(['collect', 'x', ...args], { env: environment })).error;
    assert.match(await refused([], env), /collect needs --system URL/);
    assert.match(await refused(['--system', 'http://h'], env), /collect needs --configuration ID/);
    assert.match(await refused(['--system', 'http://h', '--configuration', 'c'], env), /must be cfg_ and 32 hexadecimal digits: c/);
    assert.match(await refused(['--system', 'http://h', '--configuration', CONFIGURATION], {}), /CDR_SIGNATURES must contain/);
  });
});

describe('missing', () => {
  test('namesReportsThatAFolderLacks', async (t) => {
    const { folder, system, args } = await prepared(t);
    const [collected, saved, lacking] = ['a.zip', 'b.zip', 'c.zip'].map((fileName) => system.add({ fileName }));
    mkdirSync(join(folder, collected));
    writeFileSync(join(folder, collected, 'a.zip'), system.bytesOf(collected));
    mkdirSync(join(folder, 'ours'));
    writeFileSync(join(folder, 'ours', 'b.zip'), system.bytesOf(saved));
    writeFileSync(join(folder, 'c.zip'), 'half of it');
    const { code, out } = await run(['missing', folder, ...args], { env });
    assert.equal(code, 1, out);
    assert.match(out, new RegExp(`^${lacking}  task 1  "c.zip", [\\d,]+ bytes, recorded 2026-03-05T01:00:00.000Z$`, 'm'));
    assert.match(out, /3 reports from \S+ to \S+, 1 missing/);
  });
});
