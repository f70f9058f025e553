import { takePending, keepPending, type PendingSignIn } from './PendingSignIn.ts';
import type { Session } from './Session.ts';
import { refuse, type SignIn } from './signIn.ts';
import { SignInFailure } from './SignInFailure.ts';
import { findSignInPlace, type Issuer, type SignInPlace } from './SignInPlace.ts';

/** The only address to which the issuer sends users back. */
const HOME = '/console/';

/** This tab: its storage, its address, and a way to leave. */
export interface Tab {
  storage: Storage;
  origin: string;
  /** Path, query and fragment. */
  page: () => string;
  go: (address: URL) => void;
}

/** Signs in and out at the issuer of a deployment. */
export class IssuerSignIn implements SignIn {
  readonly #session: Session;
  readonly #tab: Tab;
  readonly #send: typeof fetch;

  constructor(session: Session, tab: Tab, send: typeof fetch) {
    this.#session = session;
    this.#tab = tab;
    this.#send = send;
  }

  place(): Promise<SignInPlace> {
    return findSignInPlace(this.#send);
  }

  /** Goes to the issuer, if it can; afterwards the user returns to the current page. */
  start(issuer: Issuer): Promise<boolean> {
    return this.#orSayWhyNot(async () => {
      const { question } = await import('./codeFlow.ts');
      const asked = await question(issuer, this.#returnTo(), this.#tab.page(), this.#send);
      keepPending(this.#tab.storage, asked.pending);
      this.#tab.go(asked.address);
    });
  }

  /** Handles the issuer's answer (code or error), which it first removes from the address. */
  arrival(address: Location, history: History): (() => Promise<void>) | null {
    const answer = new URLSearchParams(address.search);
    if (address.pathname !== HOME || !(answer.has('code') || answer.has('error'))) {
      return null;
    }
    const pending = takePending(this.#tab.storage);
    const awaited = pending !== null && answer.get('state') === pending.state ? pending : null;
    history.replaceState(null, '', awaited?.page ?? HOME);
    return async () => {
      await this.#orSayWhyNot(() => this.#finish(awaited, answer));
    };
  }

  /** Ends the session in all tabs, and at the issuer too if it began there. */
  async leave(): Promise<void> {
    const { state } = this.#session;
    this.#session.leave();
    if (state.kind === 'signed-out' || !state.atIssuer) {
      return;
    }
    const address = await this.#signOutAddress().catch(() => null);
    if (address === null) {
      this.#session.end('left-here-only');
    } else {
      this.#tab.go(address);
    }
  }

  async #finish(pending: PendingSignIn | null, answer: URLSearchParams): Promise<void> {
    if (pending === null) {
      throw new SignInFailure('not-awaited');
    }
    const issuer = await this.#issuer();
    const { tokenFor } = await import('./codeFlow.ts');
    const { token, expiresAt } = await tokenFor(
      issuer,
      this.#returnTo(),
      { pending, answer },
      this.#send,
    );
    this.#session.begin(token, expiresAt, true);
  }

  async #signOutAddress(): Promise<URL | null> {
    const issuer = await this.#issuer();
    const { signOutAddress } = await import('./codeFlow.ts');
    return signOutAddress(issuer, this.#returnTo(), this.#send);
  }

  async #issuer(): Promise<Issuer> {
    const place = await this.place();
    if (place.kind !== 'issuer') {
      throw new SignInFailure('issuer-unreachable');
    }
    return place.issuer;
  }

  async #orSayWhyNot(doing: () => Promise<void>): Promise<boolean> {
    try {
      await doing();
      return true;
    } catch (fault) {
      // Otherwise the browser could not load the script.
      const failure =
        fault instanceof SignInFailure ? fault : new SignInFailure('issuer-unreachable');
      refuse(this.#session, failure.reason, failure.detail);
      return false;
    }
  }

  #returnTo(): string {
    return this.#tab.origin + HOME;
  }
}
