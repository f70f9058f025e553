import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
import type { WaitingCount, WebhookConfiguration } from '../../api/shapes.ts';
import { useRecovery, useStartRecovery } from '../recovery/useRecovery.ts';
import { isFinished, sendingProgress, type SendingProgress } from './sendingProgress.ts';

const SENDING_MS = 2_000;
const SETTLED_MS = 15_000;

/** A report is retried for a few days, so waiting reports are from shortly before the failures at the earliest. */
const BEFORE_FAILURES_MS = 4 * 24 * 3_600_000;

/**
 * Returns the start of the recovery that sends the waiting reports. It also resends reports that failed since
 * then.
 */
export function sendsFrom(failingSince: string | null, now: number): string {
  const since = failingSince === null ? now : Date.parse(failingSince);
  return new Date(since - BEFORE_FAILURES_MS).toISOString();
}

/** The deliveries that wait for a receiver, and the sending of all of them. */
export interface SendingWaiting {
  /** Undefined until it was read. */
  count: WaitingCount | undefined;
  /** Null before the user sends them. */
  progress: SendingProgress | null;
  running: boolean;
  error: Error | null;
  /** The time of the receiver's first failure; null if it works. */
  failingSince: string | null;
  send: () => void;
  /** Stops showing the progress. */
  close: () => void;
}

/** Counts the reports that wait for a receiver. Sends them now: first a probe, then all that wait or failed. */
export function useWaiting({
  id,
  enabled,
  lane: { failingSince },
}: WebhookConfiguration): SendingWaiting {
  const api = useApi();
  const queries = useQueryClient();
  const [started, setStarted] = useState<{ recovery: string; waitedBefore: number } | null>(null);
  const starting = useStartRecovery();
  const { data: recovery } = useRecovery(started?.recovery ?? null);
  const finished = isFinished(recovery);
  const {
    data: count,
    isPlaceholderData,
    refetch,
  } = useQuery({
    // A finished recovery has a separate count, so that the count is not from before its end.
    queryKey: ['waiting', id, finished ? started?.recovery : null],
    queryFn: () =>
      answered(api.GET('/webhook-configurations/{id}/waiting', { params: { path: { id } } })),
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: started === null ? SETTLED_MS : SENDING_MS,
  });
  const sending = useMutation({
    mutationFn: async (now: number) => {
      await answered(
        api.POST('/webhook-configurations/{id}/retry-now', { params: { path: { id } } }),
      );
      return starting.mutateAsync({
        configurationId: id,
        from: sendsFrom(failingSince, now),
        to: new Date(now + 60_000).toISOString(),
      });
    },
    onSuccess: (recoveryOfAll) => {
      setStarted({ recovery: recoveryOfAll.id, waitedBefore: count?.pending ?? 0 });
      void refetch();
      return queries.invalidateQueries({ queryKey: ['configurations'] });
    },
  });
  return {
    count,
    progress:
      started === null
        ? null
        : sendingProgress(started.waitedBefore, recovery, count, !isPlaceholderData),
    running: sending.isPending,
    error: sending.error,
    failingSince,
    send: () => sending.mutate(Date.now()),
    close: () => setStarted(null),
  };
}
