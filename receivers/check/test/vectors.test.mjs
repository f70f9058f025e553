import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareWithVectors } from '../../vectors.mjs';

const EXPECTED = new Map([
  ['signature stale', 'outside-tolerance'],
  ['file "a/b.zip"', 'b.zip'],
  ['announcement no JSON', null],
  ['announcement plain', { taskId: 9007199254740991, error: '' }],
]);

const RIGHT = [
  '{"name": "stale", "verdict": "outside-tolerance"}',
  '{"file": "a/b.zip", "saved": "b.zip"}',
  '{"announcement": "no JSON", "read": null}',
  '{"announcement": "plain", "read": {"error": "", "taskId": 9007199254740991}}',
];

test('rightAnswersAreRight', () => {
  assert.deepEqual(compareWithVectors(['a line that is no answer', ...RIGHT, ''].join('\n'), EXPECTED), []);
});

test('aMissingAnswerIsNamed', () => {
  assert.deepEqual(compareWithVectors(RIGHT.slice(1).join('\n'), EXPECTED), ['vector signature stale: no answer']);
});

test('aWrongAnswerIsNamedWithTheRightOne', () => {
  const output = RIGHT.join('\n').replace('9007199254740991', '2147483647').replace('outside-tolerance', 'accepted');
  assert.deepEqual(compareWithVectors(output, EXPECTED), [
    'vector signature stale: "accepted" instead of "outside-tolerance"',
    'vector announcement plain: {"error":"","taskId":2147483647} instead of {"taskId":9007199254740991,"error":""}',
  ]);
});
