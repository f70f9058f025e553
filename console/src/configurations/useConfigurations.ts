import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, versioned, type Versioned } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';
import { PAGE_SIZE, useLoadedList } from '../api/lists.ts';
import { NAME_MS, orNull } from '../api/naming.ts';
import { gatherAll } from '../api/paging.ts';
import type { ListedConfiguration } from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import type { Limits } from './limits.ts';

const MOST_TO_CHOOSE_FROM = 1000;
const FAILING_MS = 3_000;
const SETTLED_MS = 15_000;

function usePages(limit: number) {
  const api = useApi();
  return (cursor: string | null) =>
    answered(
      api.GET('/webhook-configurations', {
        params: { query: cursor === null ? { limit } : { limit, cursor } },
      }),
    );
}

/** The list, as its page shows it. */
export function useConfigurationList() {
  return useLoadedList(['configurations', 'list'], usePages(PAGE_SIZE), 15_000, byName);
}

/** All of them, by name, to choose from and to name them by. */
export function useConfigurations() {
  const pages = usePages(100);
  return useQuery({
    queryKey: ['configurations', 'all'],
    queryFn: async () => (await gatherAll(pages, MOST_TO_CHOOSE_FROM)).sort(byName),
    staleTime: 10_000,
  });
}

/**
 * A configuration to be named, also one that was made since the others were read, or that is beyond
 * them; null when it is deleted, undefined while it is looked for.
 */
export function useNamedConfiguration(id: string | null): ListedConfiguration | null | undefined {
  const api = useApi();
  const all = useConfigurations();
  const known = all.data?.find((configuration) => configuration.id === id);
  const asked = useQuery({
    queryKey: ['configurations', 'named', id],
    queryFn: () =>
      orNull(
        answered(api.GET('/webhook-configurations/{id}', { params: { path: { id: id ?? '' } } })),
      ),
    enabled: id !== null && all.isSuccess && known === undefined,
    staleTime: ({ state }) => (state.data === null ? Infinity : NAME_MS),
  });
  return known ?? asked.data;
}

/** All of them by name, with the one that is chosen wherever it stands. */
export function useConfigurationChoices(chosen: string | null) {
  const { data = [], isSuccess, error } = useConfigurations();
  const named = useNamedConfiguration(chosen);
  const missing =
    chosen === null || data.some(({ id }) => id === chosen) ? [] : [{ id: chosen, ...named }];
  const choices = [...data, ...missing].map(({ id, name = id, enabled = true }) => ({
    value: id,
    label: enabled ? visibleName(name) : `${visibleName(name)} (disabled)`,
  }));
  return { choices, isSuccess, error };
}

export function useConfiguration(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['configurations', 'one', id],
    queryFn: () => versioned(api.GET('/webhook-configurations/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) =>
      state.data?.value.lane.state === 'FAILING' ? FAILING_MS : SETTLED_MS,
  });
}

export interface NewConfiguration extends Limits {
  name: string;
  url: string;
  signature: string;
}

export function useCreateConfiguration() {
  const api = useApi();
  return useMutation({
    mutationFn: (body: NewConfiguration) => answered(api.POST('/webhook-configurations', { body })),
    onSuccess: useStale(),
  });
}

export interface ConfigurationChange extends Limits {
  name: string;
  url: string;
  enabled: boolean;
}

export function useReplaceConfiguration(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: ({ value: body, etag }: Versioned<ConfigurationChange>) =>
      answered(
        api.PUT('/webhook-configurations/{id}', {
          params: { path: { id }, header: { 'If-Match': etag } },
          body,
        }),
      ),
    onSuccess: useStale(),
  });
}

/** Says that the receiver is back: it is tried at once. */
export function useRetryNow(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: () =>
      answered(api.POST('/webhook-configurations/{id}/retry-now', { params: { path: { id } } })),
    onSuccess: useStale(),
  });
}

export interface Rotation {
  signature: string;
  effectiveAt: string | null;
  overlapDays: number;
}

export function useRotateSignature(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: ({ value: body, etag }: Versioned<Rotation>) =>
      answered(
        api.POST('/webhook-configurations/{id}/signature', {
          params: { path: { id }, header: { 'If-Match': etag } },
          body,
        }),
      ),
    onSuccess: useStale(),
  });
}

export function useDeleteConfiguration(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (etag: string) =>
      answered(
        api.DELETE('/webhook-configurations/{id}', {
          params: { path: { id }, header: { 'If-Match': etag } },
        }),
      ),
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['configurations', 'one', id] });
      void queries.invalidateQueries({ queryKey: ['configurations'] });
    },
  });
}

/** Has every view of configurations read again; done when they have been. */
function useStale() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['configurations'] });
}

function byName(a: ListedConfiguration, b: ListedConfiguration): number {
  return a.name.localeCompare(b.name);
}
