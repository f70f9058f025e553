import { visibleText } from '../format/visibleText.ts';
import type { SignedOutReason } from './Session.ts';

const MAX_LENGTH = 300;

/** A failed sign-in at the issuer, with its reason. It contains no secrets. */
export class SignInFailure extends Error {
  readonly reason: SignedOutReason;
  /** The words of the issuer; may be empty. */
  readonly detail: string;

  constructor(reason: SignedOutReason, detail = '') {
    super(reason);
    this.name = 'SignInFailure';
    this.reason = reason;
    this.detail = detail;
  }

  /** For an error answer of the issuer (RFC 6749, 4.1.2.1 and 5.2). */
  static refused(error: string, description: string | undefined): SignInFailure {
    const words = description === undefined ? error : `${error}: ${description}`;
    return new SignInFailure('refused', visibleText(words.slice(0, MAX_LENGTH)));
  }
}
