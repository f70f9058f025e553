// The exit codes of the operators' commands, the same for all of them.
import { CommandFailure } from '../failures.mjs';
import { TOOL } from '../name.mjs';

export const EXITS = { failed: 1, usage: 2, notSignedIn: 3, notFound: 4, notAllowed: 5, unavailable: 6 };

export const EXIT_CODES = `Exit codes:
  0  done
  1  the API refused it, or it failed
  2  wrong argument or option
  3  not signed in, or the session has ended: ${TOOL} login
  4  there is no such configuration, task or delivery
  5  the token does not allow it
  6  the API cannot be reached or is overloaded: try again later`;

export function notSignedIn(message) {
  return new CommandFailure(message, EXITS.notSignedIn);
}

export function notFound(message) {
  return new CommandFailure(message, EXITS.notFound);
}

export function exitOf(status) {
  if (status === 401) return EXITS.notSignedIn;
  if (status === 403) return EXITS.notAllowed;
  if (status === 404) return EXITS.notFound;
  return status === 0 || status === 429 || status >= 500 ? EXITS.unavailable : EXITS.failed;
}
