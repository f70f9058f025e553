import { expect, test } from 'vitest';
import type { Page } from '../src/api/paging.ts';
import { firstOf } from '../src/configurations/rotation/firstOf.ts';

/** A list with these pages, which remembers the cursors with which it was read. */
function list(pages: string[][]) {
  const cursors: (string | null)[] = [];
  const read = (cursor: string | null): Promise<Page<string>> => {
    cursors.push(cursor);
    const at = Number(cursor ?? 0);
    const nextCursor = at + 1 < pages.length ? String(at + 1) : null;
    return Promise.resolve({ items: pages[at] ?? [], nextCursor });
  };
  return { cursors, read };
}

test('an item behind empty pages is found', async () => {
  const { cursors, read } = list([[], [], ['third'], ['fourth']]);
  expect(await firstOf(read, 5)).toEqual({ item: 'third', more: true });
  expect(cursors).toEqual([null, '1', '2']);
});

test('reading ends with the list, or after some pages', async () => {
  expect(await firstOf(list([[], []]).read, 5)).toEqual({ item: null, more: false });
  const long = list([[], [], [], ['fourth']]);
  expect(await firstOf(long.read, 3)).toEqual({ item: null, more: true });
  expect(long.cursors).toHaveLength(3);
});
