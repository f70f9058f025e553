// The commands for developers of receivers.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, start } from './run.mjs';

const SIGNATURE = 'a secret that only we two know';
const env = { CDR_SIGNATURES: SIGNATURE };
const SAMPLE = fileURLToPath(new URL('../../samples/tx00001.zip', import.meta.url));

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), 'cdr-webhooks-'))));
after(() => rmSync(folder, { recursive: true }));

/** Starts `listen` until the end of the test, and returns it with its URL. */
async function listening(t, args = [], environment = env) {
  const listener = start(['listen', '--port', '0', ...args], { env: environment });
  t.after(() => listener.stop());
  const [, url] = await listener.line(/listening on (\S+),/);
  return { listener, url };
}

function files(name) {
  return readdirSync(join(folder, name), { recursive: true }).map((each) => join(folder, name, each));
}

describe('send and listen', { concurrency: 4 }, () => {
  test('workTogetherWithoutAnySetUpAndNameTheVariable', async (t) => {
    const { listener, url } = await listening(t, [], {});
    const { code, out, error } = await run(['send', url]);
    assert.equal(code, 0, out + error);
    assert.match(out, /answer 200/);
    assert.match(out, /file fetched, 2,\d{3} bytes/);
    assert.match(error, /CDR_SIGNATURES is not set/);
    await listener.line(/signature {2}valid, signed \d+ seconds ago/);
    await listener.stop();
    assert.match(listener.error, /CDR_SIGNATURES is not set/);
  });

  test('listenSavesTheFileAndResumesABrokenDownload', async (t) => {
    const { listener, url } = await listening(t, ['--save', join(folder, 'saved')]);
    await run(['send', url, '--file', SAMPLE], { env });
    await listener.line(/as announced, saved as .*tx00001\.zip/);
    const saved = files('saved').find((path) => path.endsWith('tx00001.zip'));
    assert.deepEqual(readFileSync(saved), readFileSync(SAMPLE));
    await run(['send', url, '--case', 'broken-download'], { env });
    await listener.line(/after [\d,]+ bytes; [\d,]+ bytes, as announced, saved/);
  });

  test('listenFetchesAnUncountedReportAndNothingOfAFailedExport', async (t) => {
    const { listener, url } = await listening(t);
    await run(['send', url, '--case', 'error'], { env });
    await listener.line(/"The switch did not answer": nothing is fetched/);
    assert.match((await run(['send', url, '--case', 'not-counted'], { env })).out, /file fetched/);
    await listener.line(/"Report is too large to count": the report is fine[^]*  fetched .* as announced/);
    assert.equal(listener.out.match(/  fetched /g).length, 1);
  });

  test('listenAnswersASignedBodyThatLacksProperties', async (t) => {
    const { listener, url } = await listening(t);
    const body = join(folder, 'lacking.json');
    writeFileSync(body, JSON.stringify({ callbackURL: 'no URL', fileName: 'a.zip', fileSizeInBytes: 1 }));
    assert.match((await run(['send', url, '--body', body], { env })).out, /answer 200/);
    await listener.line(/signed, but not an announcement/);
  });

  test('anotherSignatureIsRefusedAndSendExits1', async (t) => {
    const { listener, url } = await listening(t);
    const { code, out } = await run(['send', url], { env: { CDR_SIGNATURES: 'another secret of two others' } });
    assert.equal(code, 1);
    assert.match(out, /answer 401 "signature-mismatch"/);
    await listener.line(/refused: signature-mismatch/);
  });

  test('brokenRequestsAreExplained', async (t) => {
    const { listener, url } = await listening(t);
    const explained = {
      hex: /hex instead of base64; its digest is correct/,
      're-serialised': /serialised again/,
      'newline-added': /A line feed was added/,
      'other-id': /webhook-id or webhook-timestamp is not the one that was signed/,
      stale: /signed 5 minutes ago; at most 300 seconds/,
      'no-timestamp': /webhook-timestamp is absent/,
    };
    for (const [kind, explanation] of Object.entries(explained)) {
      const { code, out } = await run(['send', url, '--break', kind], { env });
      assert.equal(code, 0, out);
      assert.match(out, /refused, which is correct/);
      await listener.line(explanation);
    }
  });

  test('outputContainsNoSignatureAndNoWholeToken', async (t) => {
    const { listener, url } = await listening(t, ['--record', join(folder, 'printed')]);
    const { out } = await run(['send', url], { env });
    await listener.line(/fetched/);
    await listener.stop();
    const body = JSON.parse(readFileSync(files('printed').find((path) => path.endsWith('.body'))));
    const token = body.callbackURL.split('/').pop();
    for (const text of [out, listener.out, listener.error]) {
      assert.ok(!text.includes(token) && !text.includes(SIGNATURE), text);
    }
    assert.ok(out.includes(`/${token.slice(0, 8)}...`), out);
  });

  test('forwardToPassesBytesAndAnswerOn', async (t) => {
    const behind = await listening(t, ['--record', join(folder, 'behind')]);
    const front = await listening(t, ['--forward-to', behind.url, '--record', join(folder, 'front')]);
    const good = await run(['send', front.url, '--case', 'unicode'], { env });
    assert.match(good.out, /answer 200/);
    assert.match(good.out, /file fetched/);
    const refused = await run(['send', front.url, '--break', 'wrong-key'], { env });
    assert.match(refused.out, /answer 401 "signature-mismatch"/);
    await Promise.all([behind.listener.stop(), front.listener.stop()]);
    const recorded = (name) => files(name).map((path) => readFileSync(path, 'utf8'));
    assert.deepEqual(recorded('front'), recorded('behind'));
  });

  test('sendToAPortThatNothingListensOnSaysSo', async () => {
    const { code, out } = await run(['send', 'http://127.0.0.1:1/cdr-webhook'], { env });
    assert.equal(code, 1);
    assert.match(out, /connection refused/);
  });

  test('wrongArgumentsAreNamedWithTheirRule', async () => {
    const wrong = [
      [['send'], /send needs URL/],
      [['send', 'ftp://x'], /URL must be an http or https URL: ftp:\/\/x/],
      [['send', 'http://x', '--case', 'nothing'], /--case must be one of report, .*: nothing/],
      [
        ['send', 'http://x', '--signature-file', '/none'],
        /--signature-file must name a file that can be read: \/none \(ENOENT\)/,
      ],
      [['listen', '--port', '70000'], /--port must be a whole number from 0 to 65535: 70000/],
      [['check'], /check needs a URL or --start COMMAND/],
      [['check', 'http://x', '--renews'], /--renews, --missing and --statement need --start COMMAND/],
      [['verify', '--body', 'x'], /verify needs --headers FILE/],
      [['replay', '/none', '--to', 'http://x'], /DIR must be a folder that can be read: \/none/],
    ];
    for (const [args, message] of wrong) {
      const { code, error } = await run(args, { env });
      assert.equal(code, 2, args.join(' '));
      assert.match(error, message);
      assert.equal(error.trim().split('\n').length, 1);
    }
  });
});

test('sendAnnouncesInPayloadTwo', async () => {
  const listener = start(['listen', '--port', '0', '--record', join(folder, 'payload-2')], { env });
  try {
    const [, url] = await listener.line(/listening on (\S+),/);
    await run(['send', url, '--payload', '2', '--case', 'test'], { env });
    await run(['send', url, '--payload', '2', '--case', 'error'], { env });
  } finally {
    await listener.stop();
  }
  const bodies = readdirSync(join(folder, 'payload-2')).filter((name) => name.endsWith('.body'));
  const sent = bodies.map((name) => JSON.parse(readFileSync(join(folder, 'payload-2', name))));
  const [report, failed] = sent.sort((one, other) => one.error.length - other.error.length);
  assert.equal(Object.keys(report).length, 22);
  assert.equal(report.payloadVersion, 2);
  assert.equal(report.test, true);
  assert.match(report.fileSha256, /^[0-9a-f]{64}$/);
  assert.deepEqual([failed.errorCode, failed.fileSha256], ['export-failed', '']);
});

describe('verify and replay', { concurrency: 4 }, () => {
  let recorded;
  before(async () => {
    const listener = start(['listen', '--port', '0', '--record', join(folder, 'recorded')], { env });
    try {
      const [, url] = await listener.line(/listening on (\S+),/);
      await run(['send', url, '--case', 'error'], { env });
    } finally {
      await listener.stop();
    }
    recorded = join(folder, 'recorded', readdirSync(join(folder, 'recorded'))[0].replace(/\.\w+$/, ''));
  });

  const verified = (change = {}) => {
    const { body = `${recorded}.body`, signatures = SIGNATURE, now = [] } = change;
    return run(['verify', '--headers', `${recorded}.headers`, '--body', body, ...now], { env: { CDR_SIGNATURES: signatures } });
  };

  test('aRecordedRequestIsVerified', async () => {
    const { code, out } = await verified();
    assert.equal(code, 0);
    assert.match(out, /^valid: webhook-id dlv_/);
  });

  test('verifySaysWhichFormOfTheKeyFits', async () => {
    const base64 = Buffer.from(SIGNATURE).toString('base64');
    assert.match((await verified({ signatures: `whsec_${base64}` })).out, /base64 form \(whsec_/);
    assert.match((await verified({ signatures: base64 })).out, /base64 form \(whsec_/);
    assert.match((await verified({ signatures: ` ${SIGNATURE} ` })).out, /has blanks around it/);
    assert.match((await verified({ signatures: `"${SIGNATURE}"` })).out, /is in quotes/);
    const other = await verified({ signatures: 'quite another one' });
    assert.equal(other.code, 1);
    assert.match(other.out, /signed with another Signature, or the body was changed/);
  });

  test('verifySaysWhatChangedTheBody', async () => {
    const text = readFileSync(`${recorded}.body`, 'utf8');
    const changes = { pretty: JSON.stringify(JSON.parse(text), null, 4), php: text.replaceAll('/', '\\/'), newline: `${text}\n` };
    for (const [name, body] of Object.entries(changes)) writeFileSync(join(folder, name), body);
    assert.match((await verified({ body: join(folder, 'pretty') })).out, /serialised again/);
    assert.match((await verified({ body: join(folder, 'php') })).out, /serialised again/);
    assert.match((await verified({ body: join(folder, 'newline') })).out, /A line feed was added/);
  });

  test('verifyTellsAnOldRequestFromAWrongOne', async () => {
    const { code, out } = await verified({ now: ['--now', '1000'] });
    assert.equal(code, 1);
    assert.match(out, /refused: outside-tolerance\n.* days ahead;.*\n {2}The signature itself is valid\./);
  });

  test('replaySignsAfreshWithTheSameIdAndBody', async (t) => {
    const other = { CDR_SIGNATURES: 'the Signature of another system' };
    const { listener, url } = await listening(t, ['--record', join(folder, 'replayed')], other);
    const { code, out } = await run(['replay', join(folder, 'recorded'), '--to', url], { env: other });
    assert.equal(code, 0, out);
    const kept = await run(['replay', join(folder, 'recorded'), '--to', url, '--keep'], { env: other });
    assert.equal(kept.code, 1);
    await listener.stop();
    const bodies = files('replayed')
      .filter((path) => path.endsWith('.body'))
      .map((path) => readFileSync(path));
    assert.deepEqual(bodies, [readFileSync(`${recorded}.body`), readFileSync(`${recorded}.body`)]);
  });
});

describe('check', () => {
  test('countsFailedCasesAndWritesJUnit', async (t) => {
    const { listener, url } = await listening(t);
    const report = join(folder, 'junit.xml');
    const args = ['check', url, '--only', 'report,refuses-stale,refuses-hex,key-non-ascii', '--junit', report];
    const { code, out } = await run(args, { env });
    assert.equal(code, 0, out);
    assert.match(out, /3 passed, 0 failed, 1 skipped/);
    assert.ok(existsSync(report));
    assert.match(readFileSync(report, 'utf8'), /<testsuite name="cdr-webhooks check" tests="4" failures="0" skipped="1"/);
    const other = await run(args, { env: { CDR_SIGNATURES: 'another secret of two others' } });
    assert.equal(other.code, 1);
    assert.match(other.out, /FAILED.*report .*\n +a request with a valid signature was answered 401 .*may have another Signature/);
    assert.match(other.out, /No other case was run/);
    assert.doesNotMatch(other.out, /not checked/);
  });

  test('checkContinuesIfTheReceiverFetchesNothing', async (t) => {
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const url = `http://127.0.0.1:${server.address().port}/`;
    const { code, out } = await run(['check', url, '--only', 'report', '--deadline', '1'], { env });
    assert.equal(code, 1, out);
    assert.doesNotMatch(out, /No other case was run/);
  });

  test('withoutStartTheLastLineNamesTheSkippedChecks', async (t) => {
    const { url } = await listening(t);
    const { out } = await run(['check', url, '--only', 'stored-first,logs'], { env });
    assert.match(out, /not checked: storing before the answer, kills, file names, logs\. Use --start\n$/);
  });

  test('aReceiverThatDoesNotStartIsNamedWithItsOutput', async () => {
    const { code, error } = await run(['check', '--start', 'echo no library; exit 3']);
    assert.equal(code, 1);
    assert.match(error, /the receiver did not start: it ended with 3: echo no library; exit 3\nno library/);
  });
});
