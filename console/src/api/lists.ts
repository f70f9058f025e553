import { useInfiniteQuery, type Query, type QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { nextReach, readsOn, type Page } from './paging.ts';

export const PAGE_SIZE = 50;

/** The number of rows after which a burst ends. */
const ENOUGH = PAGE_SIZE / 2;

/** A list with more loaded pages is not refreshed by itself, because that reads all of them again. */
const MAX_PAGES_POLLED = 5;

export interface LoadedList<T> {
  items: T[];
  pending: boolean;
  error: Error | null;
  /** True if the error is about a further page. */
  failedMore: boolean;
  /** The time of the last read, in milliseconds; 0 before the first one. */
  readAt: number;
  /** True if the list refreshes itself. */
  live: boolean;
  more: boolean;
  /** The number of pages read. */
  pages: number;
  /** True if the pages have few rows on average, so that the list searches many pages for the next rows. */
  sparse: boolean;
  /** True while further pages are read. */
  readingOn: boolean;
  /** Reads further pages until it has enough new rows. */
  loadMore: () => void;
  /** Stops after the page that it reads now. */
  stop: () => void;
  refresh: () => void;
  /** Repeats the failed read. */
  retry: () => void;
}

/**
 * Loads a list page by page and refreshes it every `pollMs` while few pages are loaded. It reads on by
 * itself while rows are missing, at most one burst of pages at a time. The items have the order of the API.
 *
 * It remembers how far it may read, so a list with another key needs another component.
 */
export function useLoadedList<T>(
  queryKey: QueryKey,
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
  pollMs: number | null,
): LoadedList<T> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: (read) => pollMs !== null && isShort(read) && pollMs,
    refetchOnWindowFocus: isShort,
    refetchOnReconnect: isShort,
    refetchOnMount: (read) => isShort(read) || read.state.isInvalidated,
  });
  const [reach, setReach] = useState(() => nextReach({ rows: 0, pages: 0 }, ENOUGH));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const pages = query.data?.pages.length ?? 0;
  const progress = { rows: items.length, pages, more: query.hasNextPage };
  const readingOn = query.error === null && readsOn(progress, reach);
  const { isFetching, fetchNextPage } = query;
  useEffect(() => {
    if (readingOn && !isFetching) {
      void fetchNextPage();
    }
  }, [readingOn, isFetching, fetchNextPage, pages]);
  const loadMore = () => {
    setReach(nextReach(progress, ENOUGH));
    // After an error the effect reads nothing, so this call does.
    void fetchNextPage();
  };
  const refresh = () => void query.refetch();
  return {
    items,
    pending: query.isPending,
    error: query.error,
    failedMore: query.isFetchNextPageError,
    readAt: query.dataUpdatedAt,
    live: pollMs !== null && pages <= MAX_PAGES_POLLED,
    more: query.hasNextPage,
    pages,
    sparse: items.length < pages * ENOUGH,
    readingOn: readingOn || query.isFetchingNextPage,
    loadMore,
    stop: () => setReach({ rows: 0, pages: 0 }),
    refresh,
    retry: query.isFetchNextPageError ? loadMore : refresh,
  };
}

function isShort({ state }: Pick<Query<{ pages: unknown[] }>, 'state'>): boolean {
  return (state.data?.pages.length ?? 0) <= MAX_PAGES_POLLED;
}
