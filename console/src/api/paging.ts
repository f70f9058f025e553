/** A page of a list. It may contain fewer items than requested, or none, without being the last. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** How many short pages are fetched in a row before the user must press "Load more". */
const MAX_REQUESTS = 5;

/**
 * Fetches pages until there are `enough` items, the list ends, or MAX_REQUESTS is reached. Pages are
 * short when a filter has no index.
 */
export async function gather<T>(
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
  from: string | null,
  enough: number,
): Promise<Page<T>> {
  const items: T[] = [];
  let cursor = from;
  for (let requests = 0; requests < MAX_REQUESTS; requests++) {
    const page = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null || items.length >= enough) {
      break;
    }
  }
  return { items, nextCursor: cursor };
}

/** Fetches every page, up to `most` items, for choices that must be complete. */
export async function gatherAll<T>(
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
  most: number,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < most);
  return items;
}
