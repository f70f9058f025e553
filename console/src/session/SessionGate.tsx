import { useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, type ReactNode } from 'react';
import { useSessionState } from './SessionContext.ts';
import { SignInPage } from './SignInPage.tsx';

/**
 * Lets through whoever is signed in; the page's address stays, so that the next sign-in leads back.
 * Each sign-in begins with pages of its own: what stands in their fields may be another's.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const state = useSessionState();
  const queries = useQueryClient();
  const signedIn = state.kind === 'signed-in';
  useEffect(() => {
    if (!signedIn) {
      queries.clear();
    }
  }, [signedIn, queries]);
  return signedIn ? <Fragment key={state.token}>{children}</Fragment> : <SignInPage {...state} />;
}
