import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';

/** The newest accepted request of a receiver. */
export interface LastAccepted {
  at: string;
  test: boolean;
  /** The last characters of each Signature that signed it, the one that was current first. */
  signedWith: string[];
}

const OFTEN_MS = 15_000;

/** Reads the newest delivered report of a configuration, and which Signatures signed it; null without one. */
export function useLastAccepted(configurationId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['deliveries', 'accepted', configurationId],
    queryFn: async (): Promise<LastAccepted | null> => {
      const page = await answered(
        api.GET('/deliveries', {
          params: { query: { configurationId, status: 'DELIVERED', limit: 1 } },
        }),
      );
      const id = page.items[0]?.id;
      if (id === undefined) {
        return null;
      }
      const { test, attempts } = await answered(
        api.GET('/deliveries/{id}', { params: { path: { id } } }),
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
