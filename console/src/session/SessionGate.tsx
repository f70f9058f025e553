import { useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useSessionState } from './SessionContext.ts';
import { SignInPage } from './SignInPage.tsx';

/** Lets through whoever is signed in; the page's address stays, so that the next sign-in leads back. */
export function SessionGate({ children }: { children: ReactNode }) {
  const state = useSessionState();
  const queries = useQueryClient();
  const signedIn = state.kind === 'signed-in';
  useEffect(() => {
    if (!signedIn) {
      queries.clear();
    }
  }, [signedIn, queries]);
  return signedIn ? children : <SignInPage {...state} />;
}
