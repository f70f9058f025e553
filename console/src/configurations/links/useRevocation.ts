import { skipToken, useMutation, useMutationState, useQuery } from '@tanstack/react-query';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
import type { LinkRevocation } from '../../api/shapes.ts';

const RUNNING_MS = 1_000;
const KEPT_MS = 24 * 3_600_000;

/**
 * Revokes the links that were issued for a configuration before this time, or all. `LinkRevocationState` shows how it
 * went on every tab of the configuration, so callers need not.
 */
export function useRevokeAllLinks(id: string) {
  const api = useApi();
  return useMutation({
    mutationKey: ['revocations', id],
    gcTime: KEPT_MS,
    mutationFn: (issuedBefore: string | null) =>
      answered(
        api.DELETE('/webhook-configurations/{id}/links', {
          params: { path: { id }, query: issuedBefore === null ? {} : { issuedBefore } },
        }),
      ),
  });
}

export interface LastRevocation {
  error: Error | null;
  job: LinkRevocation | undefined;
  issuedBefore: string | null;
}

/** The last revocation that this tab has asked for; undefined without one. */
export function useLastRevocation(id: string): LastRevocation | undefined {
  return useMutationState({
    filters: { mutationKey: ['revocations', id] },
    select: ({ state }): LastRevocation => ({
      error: state.error,
      job: state.data as LinkRevocation | undefined,
      issuedBefore: (state.variables ?? null) as string | null,
    }),
  }).at(-1);
}

/** A revocation, polled until it is finished. */
export function useRevocation(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['revocations', id],
    queryFn:
      id === undefined
        ? skipToken
        : () => answered(api.GET('/revocations/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'FINISHED' ? false : RUNNING_MS),
  });
}
