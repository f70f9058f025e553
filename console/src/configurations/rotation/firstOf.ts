import type { Page } from '../../api/paging.ts';

/** The first item of a list; null if there is none, or if it was not found in the pages that were read. */
export interface First<T> {
  item: T | null;
  /** True if the list has further pages. */
  more: boolean;
}

/** Reads at most `pages` pages of a list, until one has an item: a page may be empty and not the last. */
export async function firstOf<T>(
  read: (cursor: string | null) => Promise<Page<T>>,
  pages: number,
): Promise<First<T>> {
  let cursor: string | null = null;
  for (let left = pages; left > 0; left--) {
    const { items, nextCursor }: Page<T> = await read(cursor);
    if (items[0] !== undefined) {
      return { item: items[0], more: nextCursor !== null };
    }
    if (nextCursor === null) {
      return { item: null, more: false };
    }
    cursor = nextCursor;
  }
  return { item: null, more: true };
}
