// `statement`, `collect --day` and `verify-statement`, run as processes against a system that makes statements.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { chainProblems, numberProblems } from '../src/receiver/chain.mjs';
import { CONFIGURATION, RequestedSystem } from './requesting.mjs';
import { run } from './run.mjs';

const SIGNATURE = 'a secret that only we two know, long enough';
const env = { CDR_SIGNATURES: SIGNATURE };
const DAY = '2026-03-04';

async function prepared(t) {
  const folder = mkdtempSync(join(tmpdir(), 'cdr-webhooks-'));
  const system = await new RequestedSystem(SIGNATURE).start();
  t.after(() => (system.stop(), rmSync(folder, { recursive: true, force: true })));
  const ask = (command, ...more) => run([command, folder, '--system', system.url, '--configuration', CONFIGURATION, ...more], { env });
  return { folder, system, ask, verify: () => run(['verify-statement', folder]) };
}

describe('collect --day', { concurrency: 4 }, () => {
  test('aLostDayIsBackAndVerified', async (t) => {
    const { folder, system, ask, verify } = await prepared(t);
    const ids = ['a.zip', 'b.zip', 'c.zip'].map((fileName) => system.add({ fileName }));
    const parts = system.state(DAY, [ids.slice(0, 2), ids.slice(2)]);
    rmSync(folder, { recursive: true });
    const collected = await ask('collect', '--day', DAY);
    assert.equal(collected.code, 0, collected.out + collected.error);
    assert.match(collected.out, /3 stated for 2026-03-04, 3 fetched, 0 missing/);
    for (const [index, name] of ['a.zip', 'b.zip', 'c.zip'].entries())
      assert.deepEqual(readFileSync(join(folder, ids[index], name)), system.bytesOf(ids[index]));
    assert.deepEqual(readFileSync(join(folder, 'statements', `${DAY}.2.json`)), Buffer.from(parts[1]));
    const verified = await verify();
    assert.equal(verified.code, 0, verified.out + verified.error);
    assert.match(verified.out, /3 reports from 2026-03-04 to 2026-03-04: complete/);
  });

  test('onlyWhatLacksOrDiffersIsFetched', async (t) => {
    const { folder, system, ask } = await prepared(t);
    const ids = ['a.zip', 'b.zip'].map((fileName) => system.add({ fileName }));
    system.state(DAY, [ids]);
    assert.equal((await ask('collect', '--day', DAY)).code, 0);
    const damaged = join(folder, ids[1], 'b.zip');
    writeFileSync(damaged, Buffer.alloc(readFileSync(damaged).length));
    assert.match((await ask('collect', '--day', DAY)).out, /2 stated for 2026-03-04, 1 fetched, 0 missing/);
    assert.deepEqual(readFileSync(damaged), system.bytesOf(ids[1]));
  });

  test('aStatementContinuesAfterThePartsThatAreThere', async (t) => {
    const { folder, system, ask } = await prepared(t);
    const ids = ['a.zip', 'b.zip', 'c.zip', 'd.zip'].map((fileName) => system.add({ fileName }));
    system.state(
      DAY,
      ids.map((id) => [id]),
    );
    const partsAsked = () => system.asked.filter(({ request }) => request === 'statement').map(({ part }) => part);
    system.breaksAtPart = 3;
    const broken = await ask('collect', '--day', DAY);
    assert.equal(broken.code, 1);
    assert.deepEqual(readdirSync(join(folder, 'statements')).sort(), [`${DAY}.1.json`, `${DAY}.2.json`]);
    assert.deepEqual(partsAsked(), [1, 2, 3]);
    system.breaksAtPart = undefined;
    assert.match((await ask('collect', '--day', DAY)).out, /4 stated for 2026-03-04, 4 fetched, 0 missing/);
    assert.deepEqual(partsAsked().slice(3), [2, 3, 4], 'the last one proves those before it');
    assert.match((await ask('statement', '--day', DAY)).out, /2026-03-04: 4 reports in 4 parts/);
    assert.deepEqual(partsAsked().slice(6), [4]);
  });

  for (const changed of [1, 2])
    test(`part${changed}InTheFolderIsNeverOverwritten`, async (t) => {
      const { folder, system, ask } = await prepared(t);
      const ids = ['a.zip', 'b.zip'].map((fileName) => system.add({ fileName }));
      const parts = system.state(DAY, [[ids[0]], [ids[1]]]);
      assert.equal((await ask('statement', '--day', DAY)).code, 0);
      const path = join(folder, 'statements', `${DAY}.${changed}.json`);
      const evidence = readFileSync(path, 'utf8').replace('00:30', '00:31');
      writeFileSync(path, evidence);
      const { code, error } = await ask('collect', '--day', DAY);
      assert.equal(code, 1);
      const [, kept, other] = /(\S+\.json) differs from what the system sends now; the file stays, and the new bytes are in (\S+\.json)/.exec(error);
      assert.equal(kept, path);
      assert.equal(readFileSync(path, 'utf8'), evidence);
      assert.deepEqual(readFileSync(other), Buffer.from(parts[changed - 1]));
    });

  test('aFileWithoutTheStatedDigestIsNotKept', async (t) => {
    const { system, ask } = await prepared(t);
    system.state(DAY, [[system.add({}, { fileSha256: 'ab'.repeat(32) })]]);
    const { code, out } = await ask('collect', '--day', DAY);
    assert.equal(code, 1);
    assert.match(out, /its SHA-256 is not the announced one/);
  });

  test('anExportThatFailedHasNoFile', async (t) => {
    const { system, ask, verify } = await prepared(t);
    system.state(DAY, [[system.add({}, { errorCode: 'export-failed' })]]);
    assert.match((await ask('collect', '--day', DAY)).out, /1 stated for 2026-03-04, 0 fetched, 0 missing/);
    assert.equal((await verify()).code, 0);
  });

  test('aDayWithoutAStatementSaysWhatTheSystemSays', async (t) => {
    const { ask } = await prepared(t);
    for (const command of ['collect', 'statement']) {
      const { code, error } = await ask(command, '--day', DAY);
      assert.equal(code, 1);
      assert.match(error, /statement: 404, There is no such part/);
    }
  });

  test('wrongArgumentsAreNamed', async (t) => {
    const { ask } = await prepared(t);
    assert.match((await ask('collect', '--day', '2026-02-30')).error, /--day must be a day such as 2026-03-04: 2026-02-30/);
    assert.match((await ask('collect', '--day', DAY, '--since', '1d')).error, /--day cannot be combined with/);
    assert.match((await ask('statement')).error, /statement needs --day DAY/);
  });
});

describe('verify-statement', { concurrency: 4 }, () => {
  test('missingDifferingAndSurplusFilesAreNamed', async (t) => {
    const { folder, system, ask, verify } = await prepared(t);
    const [missing, differs, moved] = ['a.zip', 'b.zip', 'c.zip'].map((fileName) => system.add({ fileName }));
    system.state(DAY, [[missing, differs, moved]]);
    assert.equal((await ask('collect', '--day', DAY)).code, 0);
    rmSync(join(folder, missing, 'a.zip'));
    writeFileSync(join(folder, differs, 'b.zip'), Buffer.alloc(system.bytesOf(differs).length));
    mkdirSync(join(folder, 'ours'));
    renameSync(join(folder, moved, 'c.zip'), join(folder, 'ours', 'renamed.zip'));
    const surplus = `dlv_${'0'.repeat(32)}`;
    mkdirSync(join(folder, surplus));
    writeFileSync(join(folder, surplus, 'x.zip'), 'x');
    const { code, out } = await verify();
    assert.equal(code, 1);
    assert.match(out, new RegExp(`^missing: ${missing}  task 1  "a.zip"`, 'm'));
    assert.match(out, new RegExp(`^differs: ${differs}  task 1  "b.zip"`, 'm'));
    assert.match(out, new RegExp(`^in no statement: "${surplus}/x.zip"$`, 'm'));
    assert.match(out, /1 missing, 1 differing, 0 problems/);
  });

  test('aDayThatIsLeftOutIsNamed', async (t) => {
    const { folder, system, ask, verify } = await prepared(t);
    for (const day of [DAY, '2026-03-05', '2026-03-06']) {
      system.state(day, [[]]);
      assert.equal((await ask('statement', '--day', day)).code, 0);
    }
    assert.equal((await verify()).code, 0);
    rmSync(join(folder, 'statements', '2026-03-05.1.json'));
    const { code, out } = await verify();
    assert.equal(code, 1);
    assert.match(out, /^2026-03-05: part 1 is missing$/m);
  });

  test('aStatementThatWasChangedIsNamed', async (t) => {
    const { folder, system, ask, verify } = await prepared(t);
    for (const day of [DAY, '2026-03-05']) {
      system.state(day, [[]]);
      assert.equal((await ask('statement', '--day', day)).code, 0);
    }
    const path = join(folder, 'statements', `${DAY}.1.json`);
    writeFileSync(path, readFileSync(path, 'utf8').replace('00:30', '00:31'));
    const { code, out } = await verify();
    assert.equal(code, 1);
    assert.match(out, /^2026-03-05 part 1: does not name the SHA-256 of 2026-03-04 part 1$/m);
  });

  test('reportsWithoutADigestAreCounted', async (t) => {
    const { system, ask, verify } = await prepared(t);
    system.state(DAY, [[system.add({}, { fileSha256: '' })]]);
    assert.equal((await ask('collect', '--day', DAY)).code, 0);
    const { code, out } = await verify();
    assert.equal(code, 0);
    assert.match(out, /1 reports without a known SHA-256/);
  });

  test('aFileElsewhereCountsForOneReportWithoutADigest', async (t) => {
    const { folder, system, ask, verify } = await prepared(t);
    const sameFile = { fileName: 'a.zip', bytes: Buffer.from('the same length') };
    const ids = [1, 2].map(() => system.add(sameFile, { fileSha256: '' }));
    const known = system.add({ ...sameFile, bytes: Buffer.from('another content') });
    system.state(DAY, [[...ids, known]]);
    assert.equal((await ask('collect', '--day', DAY)).code, 0);
    const [first, second] = ids.map((id) => join(folder, id, 'a.zip'));
    mkdirSync(join(folder, 'ours'));
    renameSync(first, join(folder, 'ours', 'a.zip'));
    assert.equal((await verify()).code, 0);
    rmSync(second);
    assert.match((await verify()).out, new RegExp(`^missing: ${ids[1]}`, 'm'));
    renameSync(join(folder, known, 'a.zip'), join(folder, 'ours', 'a.zip'));
    assert.match((await verify()).out, /2 missing, 0 differing, 0 problems/, 'the file is that of the report with its digest');
  });

  test('aFolderWithoutStatementsIsRefused', async (t) => {
    const { folder, verify } = await prepared(t);
    assert.match((await verify()).error, /DIR must be a folder with statements/);
    mkdirSync(join(folder, 'statements'));
    assert.match((await verify()).error, /DIR must have statements/);
  });
});

describe('numbers', () => {
  const report = (sequence, time, uploadedAt = `${DAY}T${time}.000Z`) => ({
    taskId: 7,
    sequence,
    uploadedAt,
    recordedAt: `${DAY}T${time}.000Z`,
  });
  const EARLIER = '2026-03-03T10:00:00.000Z';
  const problems = (reports, voidNumbers = [], expiredUpTo = 0) =>
    numberProblems([{ day: DAY, reports, numbers: [{ taskId: 7, voidNumbers, expiredUpTo }] }]);

  test('aNumberWithoutAReportIsNamedUnlessItIsVoid', () => {
    const reports = [report(1, '10:00:00'), report(5, '11:00:00')];
    assert.deepEqual(problems(reports), ['task 7: numbers 2 to 4 are neither stated nor void']);
    assert.deepEqual(problems(reports, [{ first: 2, last: 3 }]), ['task 7: number 4 is neither stated nor void']);
    assert.deepEqual(problems(reports, [{ first: 2, last: 4 }]), []);
    assert.deepEqual(problems(reports, [], 4), []);
  });

  test('aNumberOfTheDayBeforeOrAfterIsNoProblem', () => {
    assert.deepEqual(problems([report(1, '00:00:01'), report(3, '00:00:03')]), []);
    assert.deepEqual(problems([report(1, '23:59:57'), report(3, '23:59:59')]), []);
  });

  test('aReportThatWasSentAgainIsNoProblem', () => {
    assert.deepEqual(problems([report(3, '15:00:00', EARLIER), report(480, '10:00:00'), report(481, '16:00:00')]), []);
    assert.deepEqual(problems([report(5, '09:00:00', EARLIER), report(10, '14:00:00')]), [], 'sent again before the first of the day');
    assert.deepEqual(problems([report(5, '09:00:00', EARLIER)]), []);
  });

  test('aNumberAfterAReportThatWasRecordedLateIsNamed', () => {
    const reports = [report(10, '14:00:00'), report(12, '15:00:00', EARLIER), report(14, '16:00:00')];
    assert.deepEqual(problems(reports), [
      'task 7: number 11 is neither stated nor void',
      'task 7: number 13 is neither stated nor void',
    ]);
  });

  test('voidNumbersMayOverlap', () => {
    const reports = [report(1, '10:00:00'), report(9, '11:00:00'), report(10, '12:00:00'), report(20, '13:00:00')];
    const voids = [{ first: 11, last: 12 }, { first: 2, last: 3 }, { first: 2, last: 7 }, { first: 14, last: 19 }, { first: 11, last: 11 }];
    assert.deepEqual(problems(reports, voids), [
      'task 7: number 8 is neither stated nor void',
      'task 7: number 13 is neither stated nor void',
    ]);
  });

  test('manyNumbersAreComparedInSeconds', () => {
    const begun = performance.now();
    const odd = Array.from({ length: 100_000 }, (_, index) => 2 * index + 1);
    const voids = odd.map((number) => ({ first: number + 1, last: number + 1 }));
    assert.deepEqual(
      problems(
        odd.map((number) => report(number, '10:00:00')),
        voids,
      ),
      [],
    );
    assert.ok(performance.now() - begun < 10_000);
  });

  test('aChainThatEndsInTheMiddleOfADayIsIncomplete', () => {
    const part = { day: DAY, part: 1, configurationId: 'c', before: '', lastPart: false, sha256: 'a' };
    assert.deepEqual(chainProblems([part]), [`${DAY}: part 2 is missing`]);
    assert.deepEqual(chainProblems([{ ...part, part: 2, lastPart: true }]), [`${DAY}: part 1 is missing`]);
    assert.deepEqual(chainProblems([part, { ...part, part: 2, before: 'a', lastPart: true }]), []);
  });

  test('aChainThatBeginsAgainIsNamed', () => {
    const part = { day: DAY, part: 1, configurationId: 'c', before: '', lastPart: true, sha256: 'a' };
    const again = { ...part, day: '2026-06-30', sha256: 'b' };
    const begins = `2026-06-30: a new chain begins, so nothing proves the time after ${DAY}`;
    assert.deepEqual(chainProblems([part, again]), [begins]);
    assert.deepEqual(chainProblems([{ ...part, lastPart: false }, again]), [`${DAY}: part 2 is missing`, begins]);
  });
});
