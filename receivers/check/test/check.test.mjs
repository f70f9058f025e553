// The suite passes a right receiver, and finds each of twelve mistakes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CASES, check } from '../check.mjs';
import { MISTAKES } from './mistakes.mjs';

const RECEIVER = `exec '${process.execPath}' '${fileURLToPath(new URL('receiver.mjs', import.meta.url))}'`;

const namesOf = (results, verdict) => results.filter((each) => each.verdict === verdict).map(({ name }) => name);

describe('check', { concurrency: 5 }, () => {
  test('aRightReceiverPassesEveryCase', async () => {
    const results = await check({ start: RECEIVER });
    assert.deepEqual(results.filter(({ verdict }) => verdict === 'failed'), []);
    assert.equal(results.length, CASES.length);
  });

  for (const [mistake, cases] of Object.entries(MISTAKES)) {
    test(`finds: ${mistake}`, async () => {
      const results = await check({ start: `${RECEIVER} --mistake '${mistake}'`, only: cases, deadline: 4 });
      assert.deepEqual(namesOf(results, 'failed').sort(), [...cases].sort());
    });
  }
});
