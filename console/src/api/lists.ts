import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { gather, type Page } from './paging.ts';

export const PAGE_SIZE = 50;

/** A list with more loaded pages is not polled, because a refresh reads all of them again. */
const MAX_PAGES_POLLED = 2;

export interface LoadedList<T> {
  items: T[];
  pending: boolean;
  error: Error | null;
  /** Whether it is refreshed automatically. */
  live: boolean;
  more: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  refresh: () => void;
  refreshing: boolean;
}

/**
 * Loads a list page by page and refreshes it every `pollMs` while few pages are loaded. The loaded items
 * have the given `order`, or else the order of the API.
 */
export function useLoadedList<T>(
  queryKey: QueryKey,
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
  pollMs: number | null,
  order: ((a: T, b: T) => number) | null = null,
): LoadedList<T> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => gather(fetchPage, pageParam, PAGE_SIZE / 2),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: ({ state }) =>
      pollMs !== null && (state.data?.pages.length ?? 0) <= MAX_PAGES_POLLED ? pollMs : false,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return {
    items: order === null ? items : items.sort(order),
    pending: query.isPending,
    error: query.error,
    live: pollMs !== null && (query.data?.pages.length ?? 0) <= MAX_PAGES_POLLED,
    more: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refresh: () => void query.refetch(),
    refreshing: query.isRefetching,
  };
}
