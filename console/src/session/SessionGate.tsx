import { useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, type ReactNode } from 'react';
import { useSessionState } from './SessionContext.ts';
import { SignInPage } from './SignInPage.tsx';

/**
 * Shows the pages to signed-in users, and the sign-in page to others. The address stays, so that the user
 * returns to the same page. Each sign-in starts with new pages, because fields may contain another user's
 * input.
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
