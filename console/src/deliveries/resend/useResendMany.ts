import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
import { isPassing, Problem } from '../../api/problem.ts';
import { counted } from '../../format/amount.ts';
import { showNews } from '../../layout/news.ts';
import type { DeliveryFilter } from '../filter.ts';
import { AT_ONCE } from './redeliveries.ts';
import {
  findAll,
  MOST,
  NOTHING_SENT,
  persistent,
  resendAll,
  type Found,
  type Resent,
} from './resending.ts';
import type { Chosen } from './useChosen.ts';

export type Phase =
  | { step: 'finding'; found: number }
  | ({ step: 'asking' } & Found)
  | { step: 'sending'; done: number; total: number }
  | ({ step: 'done' } & Resent)
  | { step: 'failed'; error: Error };

/** Finds all deliveries that match a filter, or takes the chosen ones, and resends them 100 at a time. */
export function useResendMany(chosen: Chosen[] | null, filter: DeliveryFilter) {
  const api = useApi();
  const queries = useQueryClient();
  const [phase, setPhase] = useState<Phase>(
    chosen === null
      ? { step: 'finding', found: 0 }
      : {
          step: 'asking',
          chosen: chosen.slice(0, MOST),
          all: chosen.length <= MOST,
          error: null,
        },
  );
  const stopped = useRef(false);
  const isStopped = () => stopped.current;

  const find = async () => {
    // The search excludes reports that arrive meanwhile, and tests unless the filter asks for them.
    const to = filter.to ?? new Date().toISOString();
    const query = { ...filter, test: filter.test ?? ('false' as const), to, limit: AT_ONCE };
    const found = await findAll(
      (cursor) =>
        persistent(
          () =>
            answered(
              api.GET('/deliveries', {
                params: { query: { ...query, ...(cursor !== null && { cursor }) } },
              }),
            ),
          isPassing,
        ),
      (number) => setPhase({ step: 'finding', found: number }),
      isStopped,
    );
    setPhase(
      found.error !== null && found.chosen.length === 0
        ? { step: 'failed', error: found.error }
        : { step: 'asking', ...found },
    );
  };

  const begun = useRef(false);
  useEffect(() => {
    if (chosen === null && !begun.current) {
      begun.current = true;
      void find();
    }
    // The search runs once, when the window opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const send = async (all: Chosen[], before: Resent = NOTHING_SENT) => {
    stopped.current = false;
    const sent = await resendAll(all, before, {
      post: (body) =>
        persistent(
          () => answered(api.POST('/redeliveries', { body })),
          // The API refused the request before it sent anything.
          (fault) => fault instanceof Problem && fault.status === 429,
        ),
      onDone: (done) => setPhase({ step: 'sending', done, total: all.length }),
      isStopped,
    });
    setPhase({ step: 'done', ...sent });
    if (gone.current) {
      const not = sent.rest.length + sent.refused.length;
      showNews(
        `Resent ${counted(sent.resent, 'report', 'reports')}${not > 0 ? `; ${counted(not, 'was', 'were')} not` : ''}.`,
      );
    }
    await queries.invalidateQueries({ queryKey: ['deliveries'] });
  };

  const stop = () => {
    stopped.current = true;
  };
  return {
    phase,
    send: (all: Chosen[]) => void send(all),
    /** Sends what an earlier run did not send. */
    sendRest: (before: Resent) => void send(before.rest, before),
    stop,
  };
}
