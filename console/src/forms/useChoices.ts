import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '../api/paging.ts';

/** The pause between a key and the request to the API, in milliseconds. */
const PAUSE_MS = 250;

/** The most entries that a field shows at once. */
export const CHOICES = 100;

/** The entries of a field, and a search for others. */
export interface Choices {
  entries: { value: string; label: string }[];
  /** True if the API has further entries. */
  more: boolean;
  loading: boolean;
  error: Error | null;
  /** Finds the things that match a text; all for an empty one. */
  search: (text: string) => void;
}

/** The query for the first page of the things that match a text. Its key is below `kind`, which a change makes stale. */
export function choicesQuery<T>(
  kind: string,
  q: string,
  fetchPage: (q: string) => Promise<Page<T>>,
) {
  return { queryKey: [kind, 'choices', q], queryFn: () => fetchPage(q), staleTime: 10_000 };
}

/** A thing among those that were found by typing, until its own request is answered. */
export function foundChoice<T>(
  queries: QueryClient,
  kind: string,
  isMeant: (item: T) => boolean,
): T | undefined {
  return queries
    .getQueriesData<Page<T>>({ queryKey: [kind, 'choices'] })
    .flatMap(([, page]) => page?.items ?? [])
    .find(isMeant);
}

/** The things that match what the user types. */
export function useChoices<T>(kind: string, fetchPage: (q: string) => Promise<Page<T>>) {
  const [typed, search] = useState('');
  const [q] = useDebouncedValue(typed, PAUSE_MS);
  const asked = useQuery({
    ...choicesQuery(kind, q, fetchPage),
    placeholderData: keepPreviousData,
  });
  return {
    items: asked.data?.items ?? [],
    more: (asked.data?.nextCursor ?? null) !== null,
    loading: asked.isFetching || q !== typed,
    // A loaded list stays usable if a refresh fails.
    error: asked.data === undefined ? asked.error : null,
    search,
  };
}
