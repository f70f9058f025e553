import type { Recovery, WaitingCount } from '../../api/shapes.ts';

/** The progress of sending waiting reports. */
export interface SendingProgress {
  /** The number of reports that still wait. */
  left: number;
  /** The number of reports to send, as far as is known. It grows while the recovery finds failed reports. */
  total: number;
  /** True if the recovery found and sent all of them. */
  allSent: boolean;
}

/**
 * Computes the progress from the number that waited before, the recovery that sends them, and the present count. The
 * last two are undefined before they are read. `countedAfter` is true if the count began after the recovery finished:
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

/** Returns whether the recovery has ended, also because a user stopped it. */
export function isFinished(recovery: Recovery | undefined): boolean {
  return recovery !== undefined && recovery.status !== 'RUNNING';
}
