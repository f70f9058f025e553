import { Alert, Code } from '@mantine/core';
import { usePlatform } from '../api/usePlatform.ts';
import { hourOf } from '../format/time.ts';
import { useNow } from '../format/useNow.ts';
import { useSessionState } from './SessionContext.ts';

/** The notice appears this long before the end of a session. */
const NOTICE_MS = 5 * 60_000;

/** Warns that the session is about to end, early enough to finish an edit. */
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
      It ends at {hourOf(end)}. Your input is kept until you sign in again, except for Signatures.
      {platform.data?.sampleExport === true && (
        <>
          {' '}
          To get a new link, run <Code>make console-link</Code>, and open the link in this tab.
        </>
      )}
    </Alert>
  );
}

/** Returns whether a session ends soon or has ended. */
export function isEnding(end: string, nowMs: number): boolean {
  return Date.parse(end) - nowMs <= NOTICE_MS;
}
