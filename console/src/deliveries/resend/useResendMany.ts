import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
import type { DeliveryFilter } from '../filter.ts';
import { redeliveries } from './redeliveries.ts';
import type { Chosen } from './useChosen.ts';

/** How many the API takes in one request. */
const AT_ONCE = 100;

/** More than these need a recovery, or a narrower filter. */
export const MOST = 10_000;

/** A report that was not resent. */
export interface Refused {
  fileName: string;
  reason: string;
}

export type Phase =
  | { step: 'finding'; found: number }
  | { step: 'asking'; chosen: Chosen[]; all: boolean }
  | { step: 'sending'; done: number; total: number }
  | { step: 'done'; resent: number; refused: Refused[]; left: number; error: Error | null }
  | { step: 'failed'; error: Error };

/** Finds all deliveries that match a filter, or takes the chosen ones, and resends them 100 at a time. */
export function useResendMany(chosen: Chosen[] | null, filter: DeliveryFilter) {
  const api = useApi();
  const queries = useQueryClient();
  const [phase, setPhase] = useState<Phase>(
    chosen === null
      ? { step: 'finding', found: 0 }
      : { step: 'asking', chosen: chosen.slice(0, MOST), all: chosen.length <= MOST },
  );
  const stopped = useRef(false);
  const isStopped = () => stopped.current;

  const find = async () => {
    // The reports that arrive meanwhile are not meant.
    const to = filter.to ?? new Date().toISOString();
    const found: Chosen[] = [];
    let cursor: string | null = null;
    try {
      do {
        const page: { items: Chosen[]; nextCursor: string | null } = await answered(
          api.GET('/deliveries', {
            params: {
              query: { ...filter, to, limit: AT_ONCE, ...(cursor !== null && { cursor }) },
            },
          }),
        );
        found.push(...page.items.map(({ id, fileName, status }) => ({ id, fileName, status })));
        cursor = page.nextCursor;
        if (!isStopped()) {
          setPhase({ step: 'finding', found: found.length });
        }
      } while (cursor !== null && found.length < MOST && !isStopped());
      setPhase({ step: 'asking', chosen: found.slice(0, MOST), all: cursor === null });
    } catch (error) {
      setPhase({ step: 'failed', error: error as Error });
    }
  };

  const begun = useRef(false);
  useEffect(() => {
    if (chosen === null && !begun.current) {
      begun.current = true;
      void find();
    }
    // Once, when the window opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const send = async (all: Chosen[]) => {
    stopped.current = false;
    const refused: Refused[] = [];
    let done = 0;
    let failure: Error | null = null;
    while (done < all.length && !isStopped()) {
      setPhase({ step: 'sending', done, total: all.length });
      const part = all.slice(done, done + AT_ONCE);
      try {
        const { results } = await answered(
          api.POST('/redeliveries', { body: redeliveries(part, chosen === null ? filter : null) }),
        );
        results.forEach(({ status, reason }, i) => {
          if (status !== 202) {
            refused.push({ fileName: part[i]?.fileName ?? '', reason });
          }
        });
        done += part.length;
      } catch (error) {
        failure = error as Error;
        break;
      }
    }
    setPhase({
      step: 'done',
      resent: done - refused.length,
      refused,
      left: all.length - done,
      error: failure,
    });
    await queries.invalidateQueries({ queryKey: ['deliveries'] });
  };

  const stop = () => {
    stopped.current = true;
  };
  return { phase, send: (all: Chosen[]) => void send(all), stop };
}
