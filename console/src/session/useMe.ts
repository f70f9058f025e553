import { useQuery } from '@tanstack/react-query';
import { answered } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';

/** Who is signed in, as the API reads it from the token. */
export function useMe() {
  const api = useApi();
  return useQuery({
    queryKey: ['me'],
    queryFn: () => answered(api.GET('/me')),
    staleTime: 300_000,
  });
}

/** Why a button is disabled for users who may only read. */
export const READ_ONLY = 'Your sign-in may only read.';

/** Whether the user may change something; true until the API has answered. The API decides in any case. */
export function useMayChange(): boolean {
  return useMe().data?.mayWrite ?? true;
}
