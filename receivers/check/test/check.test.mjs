// Tests that the suite accepts a correct receiver, and finds each mistake that a receiver makes on purpose.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CASES, check } from '../check.mjs';
import { freePort, StartedReceiver } from '../started.mjs';
import { MISTAKES } from './mistakes.mjs';

const program = (name) => `exec '${process.execPath}' '${fileURLToPath(new URL(name, import.meta.url))}'`;
const RECEIVER = program('receiver.mjs');
const ASKING = { renews: true, missing: program('missing.mjs'), statement: program('statement.mjs') };

const namesOf = (results, verdict) => results.filter((each) => each.verdict === verdict).map(({ name }) => name);

const notForLackOfPrlimit = ({ detail }) => !detail.includes('prlimit');

function temporary(t) {
  const folder = mkdtempSync(join(tmpdir(), 'cdr-check-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('check', { concurrency: 12 }, () => {
  test('aRightReceiverPassesEveryCase', async () => {
    const results = await check({ start: RECEIVER, ...ASKING });
    assert.deepEqual(
      results.filter(({ verdict }) => verdict === 'failed'),
      [],
    );
    assert.equal(results.length, CASES.length);
  });

  const choices = {
    'one worker': '--workers 1 --limit 2',
    'ten workers, fixed pauses, a flat folder': '--workers 10 --retry 1.5 --layout flat',
  };
  for (const [choice, options] of Object.entries(choices)) {
    test(`passes: ${choice}`, async () => {
      const results = await check({ start: `${RECEIVER} ${options}` });
      assert.deepEqual(results.filter(({ verdict }) => verdict !== 'passed').filter(notForLackOfPrlimit), []);
    });
  }

  test('filesThatCannotBeSeenAreNoFailure', async (t) => {
    const results = await check({
      start: `${RECEIVER} --folder '${temporary(t)}'`,
      only: ['report', 'resume', 'all-bytes-no-end', 'continues', 'file-names'],
      deadline: 10,
    });
    assert.deepEqual(namesOf(results, 'failed'), []);
    assert.ok(namesOf(results, 'skipped').includes('all-bytes-no-end'));
    assert.match(results[0].detail, /no finished file below CDR_FOLDER/);
  });

  test('aReceiverThatAsksForNothingIsNotCheckedForIt', async () => {
    const results = await check({ start: RECEIVER, only: ['renew-expired', 'missing', 'rotation'] });
    assert.deepEqual(namesOf(results, 'passed'), ['report', 'rotation']);
    assert.equal(results.length, 2);
  });

  test('aReceiverOfPayloadOneComparesNoDigests', async () => {
    const results = await check({ start: `${RECEIVER} --payload 1`, only: ['payload-2', 'wrong-digest'], deadline: 4 });
    assert.deepEqual(namesOf(results, 'skipped'), ['wrong-digest']);
    assert.deepEqual(namesOf(results, 'failed'), []);
  });

  test('aReceiverThatRunsAlreadyPassesWhatNeedsNoStart', async (t) => {
    const signatures = ['a secret that only we two know'];
    const port = await freePort();
    const receiver = new StartedReceiver({ command: `${RECEIVER} --retry 30`, signatures, port });
    t.after(() => receiver.stop());
    await receiver.start();
    const results = await check({ url: new URL(`http://127.0.0.1:${port}/any`), signatures, deadline: 10 });
    assert.deepEqual(
      results.filter(({ verdict }) => verdict === 'failed'),
      [],
    );
    const skipped = results.filter(({ verdict }) => verdict === 'skipped');
    assert.match(
      skipped.find(({ name }) => name === 'link-fails').detail,
      /if the receiver waits longer between tries, raise --deadline/,
    );
    assert.equal(skipped.find(({ name }) => name === 'stored-first').detail, 'needs --start');
  });

  for (const [mistake, { cases, advice }] of Object.entries(MISTAKES)) {
    test(`finds: ${mistake}`, async () => {
      const mistaken = (command) => `${command} --mistake '${mistake}'`;
      const asking = { renews: true, missing: mistaken(ASKING.missing), statement: mistaken(ASKING.statement) };
      const results = await check({ start: `${RECEIVER} --mistake '${mistake}'`, ...asking, only: cases, deadline: 4, patience: 8 });
      assert.deepEqual(namesOf(results, 'failed').sort(), [...cases].sort());
      for (const { verdict, detail } of results) if (verdict === 'failed') assert.match(detail, advice);
    });
  }
});
