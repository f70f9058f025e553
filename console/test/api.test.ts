import { describe, expect, test } from 'vitest';
import { nextReach, readsOn } from '../src/api/paging.ts';
import { Problem } from '../src/api/problem.ts';
import { orNull } from '../src/api/naming.ts';
import { taskIdOf } from '../src/api/shapes.ts';
import { isBackwards, readFilter, writeFilter } from '../src/deliveries/filter.ts';

describe('short pages', () => {
  const first = nextReach({ rows: 0, pages: 0 }, 25);

  test('are followed while rows are missing', () => {
    expect(readsOn({ rows: 3, pages: 1, more: true }, first)).toBe(true);
    expect(readsOn({ rows: 25, pages: 1, more: true }, first)).toBe(false);
    expect(readsOn({ rows: 3, pages: 1, more: false }, first)).toBe(false);
  });

  test('are followed in bursts', () => {
    const burst = Array.from({ length: 99 }, (_, index) => ({
      rows: 0,
      pages: index + 1,
      more: true,
    })).filter((progress) => readsOn(progress, first));
    expect(burst).toHaveLength(49);
    const kept = nextReach({ rows: 3, pages: 50 }, 25);
    expect(readsOn({ rows: 27, pages: 99, more: true }, kept)).toBe(true);
    expect(readsOn({ rows: 28, pages: 99, more: true }, kept)).toBe(false);
    expect(readsOn({ rows: 3, pages: 100, more: true }, kept)).toBe(false);
  });

  test('do not begin before the first one is there', () => {
    expect(readsOn({ rows: 0, pages: 0, more: true }, first)).toBe(false);
  });
});

describe('problems', () => {
  test('name invalid fields and tasks that prevent a deletion', () => {
    const problem = Problem.of(409, {
      detail: 'CDR tasks use this configuration: 1, 42.',
      errors: [{ field: 'name', detail: 'is taken' }],
      tasks: [1, 42],
    });
    expect(problem.message).toBe('CDR tasks use this configuration: 1, 42.');
    expect(problem.fields).toEqual([{ field: 'name', detail: 'is taken' }]);
    expect(problem.tasks).toEqual([1, 42]);
  });

  test('that refuse a sign-in show the reason, if the API gives one', () => {
    const detail = 'The user is not in the group writers of the user pool.';
    expect(Problem.of(403, { title: 'Forbidden', detail }).message).toBe(
      `Your sign-in does not allow this. ${detail}`,
    );
    expect(Problem.of(403, { message: 'Forbidden' }).message).toMatch(/webhooks\/read/);
  });

  test('are created from any answer of a gateway', () => {
    expect(Problem.of(503, { message: 'Service Unavailable' }).message).toBe('Service Unavailable');
    expect(Problem.of(502, '<html>').message).toBe('The API answered 502.');
    expect(Problem.of(500, { errors: [7, null], tasks: 'x' }).fields).toEqual([]);
  });
});

test('only a 404 means that the resource does not exist', async () => {
  expect(await orNull(Promise.reject(new Problem(404, 'There is none.')))).toBeNull();
  await expect(orNull(Promise.reject(new Problem(503, 'Later.')))).rejects.toThrow('Later.');
  expect(await orNull(Promise.resolve('Billing'))).toBe('Billing');
});

test.each([
  ['1', 1],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['9007199254740992', null],
  ['9007199254740993', null],
  ['0', null],
  ['01', null],
  ['1.0', null],
  ['', null],
])('%j as the number of a task is %j', (text, number) => expect(taskIdOf(text)).toBe(number));

describe('the filter in the address', () => {
  test('is read back unchanged', () => {
    const filter = {
      taskId: 7,
      configurationId: 'cfg_0c9d1a52f3b84e61a7c05d2e9f184b36',
      status: 'FAILED',
      from: '2026-03-01T10:00:00.000Z',
      to: '2026-03-02T10:00:00.000Z',
    } as const;
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(isBackwards(filter)).toBe(false);
    expect(isBackwards({ ...filter, to: filter.from })).toBe(true);
  });

  test('leaves out invalid values', () => {
    const query = new URLSearchParams('task=-1&configuration=<b>&status=GONE&from=never');
    expect(readFilter(query)).toEqual({});
  });
});
