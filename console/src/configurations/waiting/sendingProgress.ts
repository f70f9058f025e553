import type { Recovery, WaitingCount } from '../../api/shapes.ts';

/** How far the sending of waiting reports is. */
export interface SendingProgress {
  /** How many reports still wait. */
  left: number;
  /** How many there are to send, as far as is known: failed reports are found one after the other. */
  total: number;
  /** Whether everything was found and sent. */
  allSent: boolean;
}

/**
 * Counts from how many waited before, the recovery that sends them, and what waits now; these two are
 * undefined until they were read. `countedAfter` says whether the count began after the recovery finished:
 * an earlier count lacks the failed reports that the recovery sends again.
 */
export function sendingProgress(
  waitedBefore: number,
  recovery: Recovery | undefined,
  count: WaitingCount | undefined,
  countedAfter: boolean,
): SendingProgress {
  const total = Math.max(waitedBefore, recovery?.recovered ?? 0, count?.pending ?? 0);
  return {
    left: count?.pending ?? total,
    total,
    allSent: isFinished(recovery) && countedAfter && count?.pending === 0,
  };
}

/** Whether it has ended, also because someone stopped it. */
export function isFinished(recovery: Recovery | undefined): boolean {
  return recovery !== undefined && recovery.status !== 'RUNNING';
}
