import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';
import type { SearchResults } from '../api/shapes.ts';

function useAsked() {
  const api = useApi();
  return (text: string) => ({
    queryKey: ['search', text],
    queryFn: () => answered(api.GET('/search', { params: { query: { q: text } } })),
    staleTime: 5_000,
  });
}

/** The API's results for a text; an empty text is not searched. */
export function useSearch(text: string) {
  const asked = useAsked();
  return useQuery({ ...asked(text), enabled: text !== '' });
}

/** Searches at once, for a user who presses Enter before there is an answer. */
export function useSearchNow(): (text: string) => Promise<SearchResults> {
  const queries = useQueryClient();
  const asked = useAsked();
  return (text) => queries.query(asked(text));
}
