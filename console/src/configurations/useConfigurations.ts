import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, versioned, type Versioned } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';
import { PAGE_SIZE, useLoadedList } from '../api/lists.ts';
import { NAME_MS, orNull } from '../api/naming.ts';
import type {
  ConfigurationChange,
  ListedConfiguration,
  WebhookConfiguration,
} from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import {
  CHOICES,
  choicesQuery,
  foundChoice,
  useChoices,
  type Choices,
} from '../forms/useChoices.ts';
import type { Limits } from './limits.ts';

const FAILING_MS = 3_000;
const SETTLED_MS = 15_000;

export const CONFIGURATION_STATES = [
  { value: 'FAILING', label: 'Failing' },
  { value: 'ENABLED', label: 'Enabled' },
  { value: 'DISABLED', label: 'Disabled' },
] as const;

/** `q` is a part of the name; empty for all. */
export interface ConfigurationListFilter {
  q: string;
  state: (typeof CONFIGURATION_STATES)[number]['value'] | null;
}

/** Pages of the API's list, which is sorted by name. */
function usePages({ q, state }: ConfigurationListFilter) {
  const api = useApi();
  return (cursor: string | null) =>
    answered(
      api.GET('/webhook-configurations', {
        params: {
          query: {
            limit: PAGE_SIZE,
            ...(cursor !== null && { cursor }),
            ...(q !== '' && { q }),
            ...(state !== null && { state }),
          },
        },
      }),
    );
}

/** The list for its page. */
export function useConfigurationList(filter: ConfigurationListFilter) {
  return useLoadedList(
    ['configurations', 'list', filter.q, filter.state],
    usePages(filter),
    15_000,
  );
}

/** The first configurations with a text in their names, by name. */
function useFirst() {
  const api = useApi();
  return (q: string) =>
    answered(
      api.GET('/webhook-configurations', {
        params: { query: { limit: CHOICES, ...(q !== '' && { q }) } },
      }),
    );
}

/**
 * A configuration for its name. It is fetched separately if it is not among the first ones, which one request has
 * for all names of a page; null if it is deleted, undefined while it loads.
 */
export function useNamedConfiguration(id: string | null): ListedConfiguration | null | undefined {
  const api = useApi();
  const queries = useQueryClient();
  const first = useQuery(choicesQuery('configurations', '', useFirst()));
  const known = first.data?.items.find((configuration) => configuration.id === id);
  const asked = useQuery({
    queryKey: ['configurations', 'named', id],
    queryFn: () =>
      orNull(
        answered(api.GET('/webhook-configurations/{id}', { params: { path: { id: id ?? '' } } })),
      ),
    enabled: id !== null && !first.isPending && known === undefined,
    staleTime: ({ state }) => (state.data === null ? Infinity : NAME_MS),
  });
  if (known !== undefined || asked.data !== undefined) {
    return known ?? asked.data;
  }
  return foundChoice<ListedConfiguration>(queries, 'configurations', (each) => each.id === id);
}

/** Configurations to choose from, by name; always includes the chosen one. */
export function useConfigurationChoices(chosen: string | null): Choices {
  const { items, ...choices } = useChoices('configurations', useFirst());
  const named = useNamedConfiguration(chosen);
  const missing =
    chosen === null || items.some(({ id }) => id === chosen) ? [] : [{ id: chosen, ...named }];
  const entries = [...items, ...missing].map(({ id, name = id, enabled = true }) => ({
    value: id,
    label: enabled ? visibleName(name) : `${visibleName(name)} (disabled)`,
  }));
  return { entries, ...choices };
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
  payloadVersion: number;
}

export function useCreateConfiguration() {
  const api = useApi();
  return useMutation({
    mutationFn: (body: NewConfiguration) => answered(api.POST('/webhook-configurations', { body })),
    onSuccess: useStale(),
  });
}

const WRITABLE = [
  'name',
  'url',
  'enabled',
  'maxInFlight',
  'maxPerSecond',
  'payloadVersion',
  'downloadProtection',
  'receiverRequests',
  'receiverNotices',
] as const;

/** The settings of a configuration, for a change of one of them. */
export function settingsOf(configuration: WebhookConfiguration): ConfigurationChange {
  return pick(configuration, WRITABLE);
}

function pick<T, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
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

export interface Rotation {
  signature: string;
  effectiveAt: string | null;
  overlapDays: number;
  replacesPlanned: boolean;
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

export function useCancelRotation(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (etag: string) =>
      answered(
        api.DELETE('/webhook-configurations/{id}/next-signature', {
          params: { path: { id }, header: { 'If-Match': etag } },
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

/** Refreshes every view of configurations; the promise ends when they have been read. */
function useStale() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['configurations'] });
}
