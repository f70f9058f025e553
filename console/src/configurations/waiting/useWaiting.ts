import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
import type { WaitingCount, WebhookConfiguration } from '../../api/shapes.ts';

const SENDING_MS = 2_000;
const SETTLED_MS = 15_000;

/** A report is retried for some 76 hours, so those that wait are from shortly before the failures. */
const BEFORE_FAILURES_MS = 4 * 24 * 3_600_000;

/** The deliveries that wait for a receiver, and the sending of all of them. */
export interface SendingWaiting {
  /** Undefined until it was read. */
  count: WaitingCount | undefined;
  /** How many there were when the user had them sent; null before that. */
  total: number | null;
  running: boolean;
  error: Error | null;
  send: () => void;
  /** Stops showing the progress. */
  close: () => void;
}

/** Counts what waits for a receiver, and sends it now: first a probe, then everything that waits or failed. */
export function useWaiting({
  id,
  enabled,
  lane: { failingSince },
}: WebhookConfiguration): SendingWaiting {
  const api = useApi();
  const queries = useQueryClient();
  const [total, setTotal] = useState<number | null>(null);
  const { data: count, refetch } = useQuery({
    queryKey: ['waiting', id],
    queryFn: () =>
      answered(api.GET('/webhook-configurations/{id}/waiting', { params: { path: { id } } })),
    enabled,
    refetchInterval: total === null ? SETTLED_MS : SENDING_MS,
  });
  const sending = useMutation({
    mutationFn: async (now: number) => {
      const since = failingSince === null ? now : Date.parse(failingSince);
      await answered(
        api.POST('/webhook-configurations/{id}/retry-now', { params: { path: { id } } }),
      );
      await answered(
        api.POST('/recoveries', {
          body: {
            configurationId: id,
            from: new Date(since - BEFORE_FAILURES_MS).toISOString(),
            to: new Date(now + 60_000).toISOString(),
            dryRun: false,
          },
        }),
      );
    },
    onSuccess: () => {
      setTotal(count?.pending ?? 0);
      void refetch();
      return queries.invalidateQueries({ queryKey: ['configurations'] });
    },
  });
  return {
    count,
    total: total === null ? null : Math.max(total, count?.pending ?? 0),
    running: sending.isPending,
    error: sending.error,
    send: () => sending.mutate(Date.now()),
    close: () => setTotal(null),
  };
}
