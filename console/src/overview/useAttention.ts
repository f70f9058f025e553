import { useQuery } from '@tanstack/react-query';
import { answered } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';

/** The interval is long, because the API reads all configurations for this. */
const POLL_MS = 30_000;

/** The receivers that need attention. */
export function useAttention() {
  const api = useApi();
  return useQuery({
    queryKey: ['attention'],
    queryFn: () => answered(api.GET('/attention')),
    refetchInterval: POLL_MS,
  });
}
