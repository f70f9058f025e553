import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
import type { Recovery, RecoveryCount } from '../../api/shapes.ts';

export interface RecoveryWindow {
  configurationId: string;
  from: string;
  to: string;
}

const RUNNING_MS = 1_000;
const LIST_MS = 15_000;

/** Counts the deliveries that a recovery would send. */
export function useCountRecovery() {
  const api = useApi();
  return useMutation({
    mutationFn: async (window: RecoveryWindow) =>
      (await answered(
        api.POST('/recoveries', { body: { ...window, dryRun: true } }),
      )) as RecoveryCount,
  });
}

export function useStartRecovery() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (window: RecoveryWindow) =>
      (await answered(api.POST('/recoveries', { body: { ...window, dryRun: false } }))) as Recovery,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deliveries'] }),
  });
}

/** A recovery, polled until it is finished; nothing is read while `id` is null. */
export function useRecovery(id: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['recoveries', id],
    queryFn:
      id === null
        ? skipToken
        : () => answered(api.GET('/recoveries/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.status !== 'RUNNING' ? false : RUNNING_MS,
  });
}

/** The recoveries of a configuration that run now, also those that others have started. */
export function useRunningRecoveries(configurationId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['recoveries', 'running', configurationId],
    queryFn: () => answered(api.GET('/recoveries', { params: { query: { configurationId } } })),
    refetchInterval: LIST_MS,
  });
}

export function useStopRecovery(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answered(api.POST('/recoveries/{id}/stop', { params: { path: { id } } })),
    onSuccess: (stopped) => {
      queries.setQueryData(['recoveries', id], stopped);
      return queries.invalidateQueries({ queryKey: ['recoveries'] });
    },
  });
}
