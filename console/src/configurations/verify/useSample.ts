import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { usePlatform } from '../../api/usePlatform.ts';
import { madeUpSample, sentSample, type SampleRequest } from './sample.ts';

/** The last request of the configuration, or a made-up one; undefined while it loads. */
export function useSample({ id }: WebhookConfiguration): SampleRequest | undefined {
  const api = useApi();
  const platform = usePlatform();
  const [now] = useState(() => new Date());
  const last = useQuery({
    queryKey: ['deliveries', 'sample', id],
    queryFn: async () => {
      const page = await answered(
        api.GET('/deliveries', { params: { query: { configurationId: id, limit: 1 } } }),
      );
      const delivery = page.items[0];
      if (delivery === undefined) {
        return null;
      }
      const { attempts } = await answered(
        api.GET('/deliveries/{id}', { params: { path: { id: delivery.id } } }),
      );
      return attempts.at(-1)?.request ?? null;
    },
    staleTime: 60_000,
  });
  if (last.isPending || platform.isPending) {
    return undefined;
  }
  return last.data === null || last.data === undefined
    ? madeUpSample(platform.data, now)
    : sentSample(last.data);
}
