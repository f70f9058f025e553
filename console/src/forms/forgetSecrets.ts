import type { Session } from '../session/Session.ts';
import type { Drafts } from './Drafts.ts';

/**
 * A Signature that was typed and not saved is for the one who typed it, and for the page it was
 * typed on: it is gone when a session begins or ends, and when the tab arrives here by anything but
 * a reload.
 */
export function forgetSecrets(
  drafts: Drafts,
  session: Pick<Session, 'subscribe' | 'token'>,
  arrival: NavigationTimingType | undefined,
): void {
  if (arrival !== 'reload' || session.token === null) {
    drafts.dropSecrets();
  }
  session.subscribe(() => drafts.dropSecrets());
}

/** How the browser came to this document. */
export function arrivalOf(page: Performance): NavigationTimingType | undefined {
  const [navigation] = page.getEntriesByType('navigation');
  return (navigation as PerformanceNavigationTiming | undefined)?.type;
}
