import { createContext, useContext, useSyncExternalStore } from 'react';
import type { IssuerSignIn } from './IssuerSignIn.ts';
import type { Session, SessionState } from './Session.ts';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) {
    throw new Error('useSession outside of SessionContext');
  }
  return session;
}

export const IssuerContext = createContext<IssuerSignIn | null>(null);

export function useIssuerSignIn(): IssuerSignIn {
  const issuer = useContext(IssuerContext);
  if (issuer === null) {
    throw new Error('useIssuerSignIn outside of IssuerContext');
  }
  return issuer;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.snapshot);
}
