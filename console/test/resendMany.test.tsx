import { expect, test } from 'vitest';
import type { DeliveryStatus } from '../src/api/shapes.ts';
import { Problem } from '../src/api/problem.ts';
import { Asking, PhaseView } from '../src/deliveries/resend/ResendMany.tsx';
import { MOST, NOTHING_SENT, type Found } from '../src/deliveries/resend/resending.ts';
import type { Chosen } from '../src/deliveries/resend/useChosen.ts';
import { givenQueries, rendered } from './rendered.tsx';

function many(number: number, status: DeliveryStatus): Chosen[] {
  return Array.from({ length: number }, (_, i) => ({
    id: `dlv_${i}`,
    fileName: `${status}${i}.zip`,
    status,
  }));
}

function shown(phase: Parameters<typeof PhaseView>[0]['phase']): string {
  return rendered(givenQueries(), <PhaseView phase={phase} />);
}

function asked(found: Partial<Found>, meant: Chosen[], withoutTests = false): string {
  const all: Found = { chosen: meant, all: true, error: null, ...found };
  return rendered(
    givenQueries(),
    <Asking found={all} meant={meant} withoutTests={withoutTests}>
      {null}
    </Asking>,
  );
}

test('the search counts what it has found', () => {
  expect(shown({ step: 'finding', found: 1 })).toContain('1 report matches so far.');
  expect(shown({ step: 'finding', found: 1_200 })).toContain('1,200 reports match so far.');
});

test('the question warns that accepted reports go out again', () => {
  const accepted = 'also for reports that it has accepted';
  expect(asked({}, many(2, 'FAILED'))).toContain('2 failed.');
  expect(asked({}, many(2, 'FAILED'))).not.toContain(accepted);
  expect(asked({}, many(2, 'DELIVERED'))).toContain(accepted);
});

test('the question says what it leaves out', () => {
  expect(asked({}, [], true)).toContain('No reports to resend. Tests of configurations are left');
  expect(asked({}, many(1, 'FAILED'))).not.toContain('Tests of configurations');
  expect(asked({ all: false }, many(MOST, 'FAILED'))).toContain(
    'Only the newest 10,000 matching reports are included.',
  );
});

test('a search that fails later asks about what it found', () => {
  const error = new Problem(503, 'busy');
  const question = asked({ all: false, error }, many(3, 'HELD'));
  expect(question).toContain('The search stopped early');
  expect(question).toContain('Other reports may match, too.');
  expect(question).toContain('3 held.');
});

test('sending shows how many are done', () => {
  const progress = shown({ step: 'sending', done: 100, total: 400 });
  expect(progress).toContain('100 of 400');
  expect(progress).toContain('aria-valuenow="25"');
});

test('the result names five refused reports of each reason', () => {
  const refused = many(7, 'FAILED').map(({ fileName }) => ({
    fileName,
    reason: 'It is disabled.',
  }));
  const result = shown({ step: 'done', ...NOTHING_SENT, resent: 3, refused });
  expect(result).toContain('7 reports were refused:');
  expect(result).toContain('FAILED4.zip and 2 more)');
  expect(result).not.toContain('FAILED5.zip');
});

test('a lost answer leaves some reports in doubt', () => {
  const error = new Problem(0, 'no answer');
  const result = shown({
    step: 'done',
    ...NOTHING_SENT,
    rest: many(150, 'FAILED'),
    unknown: 100,
    error,
  });
  expect(result).toContain('Resending stopped early');
  expect(result).toContain('up to 100 reports may have been resent. 50 others were not.');
  expect(result).toContain('leaves out reports whose status has changed since');
});

test('a search without a result shows why', () => {
  expect(shown({ step: 'failed', error: new Problem(403, 'not allowed') })).toContain(
    'not allowed',
  );
});
