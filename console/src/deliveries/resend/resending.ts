import type { Page } from '../../api/paging.ts';
import { Problem } from '../../api/problem.ts';
import { batches, redeliveries } from './redeliveries.ts';
import type { Chosen } from './useChosen.ts';

/** The most deliveries of one search. For more, the user needs a recovery or a narrower filter. */
export const MOST = 10_000;

const TRIES = 4;
const FIRST_PAUSE_MS = 1_000;

/** A report that was not resent. */
export interface Refused {
  fileName: string;
  reason: string;
}

/** The matching deliveries. `all` is false if the search was stopped, found too many, or ended with an error. */
export interface Found {
  chosen: Chosen[];
  all: boolean;
  error: Error | null;
}

/** The result of resending. */
export interface Resent {
  resent: number;
  refused: Refused[];
  /** The deliveries that were not sent, as far as is known, in the order of sending. */
  rest: Chosen[];
  /** The number of deliveries at the start of `rest` that may have been sent, because an answer was lost. */
  unknown: number;
  error: Error | null;
}

export const NOTHING_SENT: Resent = { resent: 0, refused: [], rest: [], unknown: 0, error: null };

/** Retries a request whose failure may be temporary, with growing pauses, as queries do. */
export async function persistent<T>(
  send: () => Promise<T>,
  isPassing: (fault: unknown) => boolean,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (fault) {
      if (tries === TRIES || !isPassing(fault)) {
        throw fault;
      }
      await pause(FIRST_PAUSE_MS * 2 ** (tries - 1));
    }
  }
}

/** Reads all pages, and keeps what it has found when one cannot be read. */
export async function findAll(
  readPage: (cursor: string | null) => Promise<Page<Chosen>>,
  onFound: (number: number) => void,
  isStopped: () => boolean,
): Promise<Found> {
  const found: Chosen[] = [];
  let cursor: string | null = null;
  try {
    do {
      const page: Page<Chosen> = await readPage(cursor);
      found.push(...page.items.map(({ id, fileName, status }) => ({ id, fileName, status })));
      cursor = page.nextCursor;
      onFound(found.length);
    } while (cursor !== null && found.length < MOST && !isStopped());
  } catch (error) {
    return { chosen: found, all: false, error: error as Error };
  }
  return {
    chosen: found.slice(0, MOST),
    all: cursor === null && found.length <= MOST,
    error: null,
  };
}

interface Sending {
  post: (
    request: ReturnType<typeof redeliveries>,
  ) => Promise<{ results: { status: number; reason: string }[] }>;
  onDone: (number: number) => void;
  isStopped: () => boolean;
}

/** Resends the chosen ones with one request after the other, until one fails. Adds to what was sent `before`. */
export async function resendAll(
  chosen: Chosen[],
  before: Resent,
  { post, onDone, isStopped }: Sending,
): Promise<Resent> {
  const parts = batches(chosen);
  const refused = [...before.refused];
  let { resent } = before;
  let done = 0;
  for (const [i, part] of parts.entries()) {
    const rest = parts.slice(i).flat();
    if (isStopped()) {
      return { resent, refused, rest, unknown: 0, error: null };
    }
    onDone(done);
    try {
      const { results } = await post(redeliveries(part));
      const refusedNow = results.flatMap(({ status, reason }, place) =>
        status === 202 ? [] : [{ fileName: part[place]?.fileName ?? '', reason }],
      );
      refused.push(...refusedNow);
      resent += part.length - refusedNow.length;
      done += part.length;
    } catch (fault) {
      const unknown = mayHaveSent(fault) ? part.length : 0;
      return { resent, refused, rest, unknown, error: fault as Error };
    }
  }
  return { ...NOTHING_SENT, resent, refused };
}

/** Returns whether a failed request may have sent something: if it had no answer, or met a fault of the service. */
function mayHaveSent(fault: unknown): boolean {
  return !(fault instanceof Problem) || fault.status === 0 || fault.status >= 500;
}
