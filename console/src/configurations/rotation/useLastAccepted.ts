import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
import { LOOKED_AT } from '../../deliveries/useDeliveries.ts';
import { firstOf } from './firstOf.ts';

/** The newest accepted request of a receiver. */
export interface LastAccepted {
  at: string;
  test: boolean;
  /** The last characters of each Signature that signed it, the one that was current first. */
  signedWith: string[];
}

/** The number of the newest deliveries that were searched without finding a delivered one. */
export interface NotFound {
  notAmong: number;
}

const OFTEN_MS = 15_000;

/** The number of deliveries that the API reads for a page. */
const MOST_PAGES = 5;

/**
 * Reads the newest delivered report of a configuration, and which Signatures signed it; null if there is none,
 * or if an earlier version did not store its Signatures.
 */
export function useLastAccepted(configurationId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['deliveries', 'accepted', configurationId],
    queryFn: async (): Promise<LastAccepted | NotFound | null> => {
      const query = { configurationId, status: 'DELIVERED', limit: 1 } as const;
      const { item, more } = await firstOf(
        (cursor) =>
          answered(
            api.GET('/deliveries', {
              params: { query: cursor === null ? query : { ...query, cursor } },
            }),
          ),
        MOST_PAGES,
      );
      if (item === null) {
        return more ? { notAmong: MOST_PAGES * LOOKED_AT } : null;
      }
      const { test, attempts } = await answered(
        api.GET('/deliveries/{id}', { params: { path: { id: item.id } } }),
      );
      const accepted = attempts.findLast(({ outcome }) => outcome === 'DELIVERED');
      const signedWith = accepted?.request?.signedWith ?? [];
      return accepted === undefined || signedWith.length === 0
        ? null
        : { at: accepted.startedAt, test, signedWith };
    },
    refetchInterval: OFTEN_MS,
  });
}
