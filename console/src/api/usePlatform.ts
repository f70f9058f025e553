import { useQuery } from '@tanstack/react-query';
import { answered } from './answered.ts';
import { useApi } from './ApiContext.ts';

/** What receivers have to know of the deployment; it does not change while somebody looks. */
export function usePlatform() {
  const api = useApi();
  return useQuery({
    queryKey: ['platform'],
    queryFn: () => answered(api.GET('/platform')),
    staleTime: Infinity,
  });
}
