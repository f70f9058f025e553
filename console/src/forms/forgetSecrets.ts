import type { Session } from '../session/Session.ts';
import type { Drafts } from './Drafts.ts';

/**
 * Removes unsaved Signatures when a session begins or ends, and when the tab arrives here other than by a
 * reload. They belong to the user and the page that they were typed on.
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

/** The way in which the browser opened this document, such as a reload. */
export function arrivalOf(page: Performance): NavigationTimingType | undefined {
  const [navigation] = page.getEntriesByType('navigation');
  return (navigation as PerformanceNavigationTiming | undefined)?.type;
}
