import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { csvLine } from '../src/operator/csv.mjs';
import { timeOf } from '../src/operator/filters.mjs';
import { table } from '../src/operator/table.mjs';
import { ago, percent } from '../src/operator/words.mjs';
import { run } from './run.mjs';

const COLUMNS = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'FILE', of: ({ file }) => file, shrinksTo: 6, cutsStart: true },
  { title: 'REASON', of: ({ reason }) => reason, spare: 10 },
];
const ROWS = [{ id: 'one', file: 'report-0001.zip', reason: 'The receiver answered 503.' }];

test('tableIsAsWideAsItsContent', () => {
  assert.deepEqual(table(COLUMNS, ROWS, Infinity), [
    'ID   FILE             REASON',
    'one  report-0001.zip  The receiver answered 503.',
  ]);
});

test('tableFitsTheTerminal', () => {
  assert.deepEqual(table(COLUMNS, ROWS, 34), ['ID   FILE             REASON', 'one  report-0001.zip  The receive…']);
  assert.deepEqual(table(COLUMNS, ROWS, 20), ['ID   FILE', 'one  report-0001.zip']);
  assert.deepEqual(table(COLUMNS, ROWS, 12), ['ID   FILE', 'one  …01.zip']);
});

test('partsOfATableStayAligned', () => {
  const widths = new Map();
  table(COLUMNS, ROWS, Infinity, widths);
  assert.equal(table(COLUMNS, [{ id: '2', file: 'b', reason: 'c' }], Infinity, widths)[1], '2    b                c');
});

test('timesAreReadAsPeopleWriteThem', () => {
  const now = Date.parse('2026-03-05T12:00:00Z');
  const read = (text) => timeOf(text, '--from', now);
  assert.equal(read('90m'), '2026-03-05T10:30:00.000Z');
  assert.equal(read('3d'), '2026-03-02T12:00:00.000Z');
  assert.equal(read('now'), '2026-03-05T12:00:00.000Z');
  assert.equal(read('2026-03-01'), '2026-03-01T00:00:00.000Z');
  assert.equal(read('2026-03-01 03:12:44 UTC'), '2026-03-01T03:12:44.000Z');
  assert.equal(read('2026-03-01T10:00+02:00'), '2026-03-01T08:00:00.000Z');
  for (const wrong of ['', 'yesterday', '2026-13-01', '2026-03-01T25:00', '3w'])
    assert.throws(() => read(wrong), /--from must be a time/);
});

test('shareBelowOneIsNeverShownAsAll', () => {
  assert.equal(percent(0.9999), '99.9 %');
  assert.equal(percent(1), '100 %');
  assert.equal(ago('2026-03-05T10:00:00Z', Date.parse('2026-03-05T12:30:00Z')), '2h');
});

test('csvQuotesAndDisarmsFormulas', () => {
  assert.equal(
    csvLine(['a,b', 'say "x"', null, 3, false, '@cmd', 'two\nlines']),
    '"a,b","say ""x""",,3,false,\'@cmd,"two\nlines"',
  );
});

test('bashCompletesCommandsOptionsAndValues', async () => {
  const { code, out } = await run(['completion', 'bash']);
  assert.equal(code, 0);
  const complete = (...words) =>
    execFileSync(
      'bash',
      [
        '-c',
        `${out}\nCOMP_WORDS=(cdr-webhooks "$@") COMP_CWORD=$#\n_cdr_webhooks\necho "\${COMPREPLY[*]}"`,
        'bash',
        ...words,
      ],
      { encoding: 'utf8' },
    ).trim();
  assert.equal(complete('rot'), 'rotate');
  assert.equal(complete('deliveries', '--fo'), '--follow');
  assert.equal(complete('deliveries', '--status', 'f'), 'failed');
  assert.equal(complete('completion', 'z'), 'zsh');
});

test('everyCommandDescribesItself', async () => {
  for (const name of [
    'login',
    'logout',
    'attention',
    'configurations',
    'tasks',
    'deliveries',
    'redeliver',
    'recover',
    'retry-now',
    'rotate',
    'test',
    'export',
    'completion',
  ]) {
    const { code, out } = await run([name, '--help']);
    assert.equal(code, 0);
    assert.ok(
      out.split('\n').every((line) => line.length <= 120),
      name,
    );
  }
});
