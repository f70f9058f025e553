import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';
import { PAGE_SIZE, useLoadedList } from '../api/lists.ts';
import type { DeliveryWithAttempts } from '../api/shapes.ts';
import type { DeliveryFilter } from './filter.ts';
import { isSoon, readAgainMs } from './soon.ts';

/** The number of deliveries that the API reads for a page; with some filters, few of them match. */
export const LOOKED_AT = 100;

const LIST_MS = 5_000;

export function useDeliveryList(filter: DeliveryFilter) {
  const api = useApi();
  return useLoadedList(
    ['deliveries', 'list', filter],
    (cursor) =>
      answered(
        api.GET('/deliveries', {
          params: {
            query:
              cursor === null
                ? { ...filter, limit: PAGE_SIZE }
                : { ...filter, limit: PAGE_SIZE, cursor },
          },
        }),
      ),
    LIST_MS,
  );
}

/** One delivery, polled often while it is about to change (`changesSoon`). */
export function useDelivery(
  id: string,
  changesSoon: (delivery: DeliveryWithAttempts | undefined, now: number) => boolean = isSoon,
) {
  const api = useApi();
  return useQuery({
    queryKey: ['deliveries', 'one', id],
    queryFn: () => answered(api.GET('/deliveries/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => readAgainMs(state.error, changesSoon(state.data, Date.now())),
  });
}

export function useRedeliver(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (newId: boolean) =>
      answered(
        api.POST('/deliveries/{id}/redeliver', { params: { path: { id } }, body: { newId } }),
      ),
    onSuccess: useStale(),
  });
}

export function useRevokeLinks(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: () => answered(api.DELETE('/deliveries/{id}/links', { params: { path: { id } } })),
    onSuccess: useStale(),
  });
}

function useStale() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['deliveries'] });
}
