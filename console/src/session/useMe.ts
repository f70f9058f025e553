import { useQuery } from '@tanstack/react-query';
import { answered } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';

/** The signed-in user, as the API reads the token. */
export function useMe() {
  const api = useApi();
  return useQuery({
    queryKey: ['me'],
    queryFn: () => answered(api.GET('/me')),
    staleTime: 300_000,
  });
}

/** Says that the user may only read, and why; null if they may change something, and until the API has answered. */
export function useReadOnly(): string | null {
  const { data: me } = useMe();
  return me === undefined || me.mayWrite ? null : `You have read-only access. ${me.readOnlyReason}`;
}
