import { Alert, Code } from '@mantine/core';
import { usePlatform } from '../api/usePlatform.ts';
import { hourOf } from '../format/time.ts';
import { useNow } from '../format/useNow.ts';
import { useSessionState } from './SessionContext.ts';

/** How long before its end a session says so. */
const NOTICE_MS = 5 * 60_000;

/** Says that the session is about to end, early enough to finish what was begun. */
export function SessionEnding() {
  const state = useSessionState();
  const platform = usePlatform();
  const now = useNow(10_000);
  const end = state.kind === 'signed-in' ? state.expiresAt : null;
  if (end === null || !isEnding(end, now)) {
    return null;
  }
  return (
    <Alert color="yellow" role="status" mb="lg" title="Your session is about to end">
      It ends at {hourOf(end)}. What you type is kept until you have signed in again, but no
      Signature.
      {platform.data?.sampleExport === true && (
        <>
          {' '}
          For a new link run <Code>make console-link</Code>, and open it in this tab.
        </>
      )}
    </Alert>
  );
}

/** Whether an instant is near, or gone by: the next request will tell. */
export function isEnding(end: string, nowMs: number): boolean {
  return Date.parse(end) - nowMs <= NOTICE_MS;
}
