import { useQuery } from '@tanstack/react-query';
import { answered } from './answered.ts';
import { useApi } from './ApiContext.ts';

/** The addresses of the deployment, which do not change while the page is open. */
export function usePlatform() {
  const api = useApi();
  return useQuery({
    queryKey: ['platform'],
    queryFn: () => answered(api.GET('/platform')),
    staleTime: Infinity,
  });
}
