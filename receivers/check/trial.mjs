// The tools of a case: the receiver's URL, the Signatures, the store, the system, and the started receiver if there is one.
import { TOOL } from '../../cli/src/name.mjs';
import { signed } from './breaks.mjs';
import { announcement, bodyOf, newId, unixSeconds } from './announcement.mjs';
import { atMost, send } from './sender.mjs';
import { waitFor } from './wait.mjs';

/** The receiver made a mistake. The message says what it did and what it should do. */
export class CaseFailure extends Error {}

/** The case proves nothing about this receiver. The message says why. */
export class CaseSkipped extends Error {}

const REQUESTS_AT_ONCE = 8; // fewer than the system's default of 10

export class Trial {
  /** Checks that run after all cases: { case, check }. */
  later = [];

  constructor({ url, signatures, store, system, receiver, deadline, patience, missing, statement }) {
    Object.assign(this, { url, signatures, store, system, receiver, deadline, patience, missing, statement });
    this.send = atMost(REQUESTS_AT_ONCE, (request) => send(this.url, request));
  }

  /** Returns the values from which a request gets its signatures. */
  values({ body, id = newId(), timestamp = unixSeconds(), signatures = this.signatures.slice(0, 1) }) {
    return { body, id, timestamp, signatures };
  }

  /** Announces a report with valid signatures, and fails unless the answer is 2xx. `changes` replaces properties of the body. */
  async announce(report, { changes, body = bodyOf(announcement(report, changes)), what, hint, ...rest } = {}) {
    this.accepted(await this.send(signed(this.values({ body, ...rest }))), what, hint);
  }

  /** `hint` says what the receiver should do instead. */
  accepted(answer, what = 'a request with a valid signature', hint = '') {
    if (answer.status >= 200 && answer.status <= 299) return;
    const key =
      answer.status === 401 && !this.accepts
        ? `, and may have another Signature, or verify other bytes than arrived (\`${TOOL} listen\` in its place explains what arrives)`
        : '';
    throw new CaseFailure(`${what} was answered ${described(answer)}; it needs 200 to 299${key}${hint && `; ${hint}`}`);
  }

  refused(answer, what, hint = '') {
    if (answer.status >= 400 && answer.status <= 499 && answer.status !== 410) return;
    const rule = answer.status === 410 ? '410 would disable the configuration; answer 401' : 'it needs 401';
    throw new CaseFailure(`${what}: answered ${described(answer)}; ${rule}${hint && `; ${hint}`}`);
  }

  /** Waits until the last byte of the report was sent. */
  async fetched(report, { what = 'the report', seconds = this.deadline, hint = '' } = {}) {
    if (await waitFor(() => report.fetched, seconds)) return;
    const pauses = this.receiver ? '' : '; if the receiver looks for work less often, raise --deadline';
    throw new CaseFailure(`${what} was not fetched within ${seconds} s; ${seen(report)}${hint && `; ${hint}`}${pauses}`);
  }

  /** Does the same as `fetched` for a report whose first try fails. A receiver that already ran may have longer pauses. */
  async fetchedAgain(report, options) {
    if (this.receiver) return this.fetched(report, options);
    if (await waitFor(() => report.fetched, this.deadline)) return;
    const wait = `not fetched within ${this.deadline} s after a failure; if the receiver waits longer between tries, raise --deadline`;
    throw new CaseSkipped(`${wait} (${seen(report)})`);
  }

  /** Waits until the folder has the report's file, if the suite can see files. */
  async saved(report, what = 'the report') {
    if (!this.seesFiles || (await waitFor(() => this.receiver.saved(report.bytes), this.deadline))) return;
    throw new CaseFailure(`${what} is not among the finished files after ${this.deadline} s; ${seen(report)}`);
  }

  /** Waits until a condition holds, or fails with the message. */
  async until(condition, message, seconds = this.deadline) {
    if (!(await waitFor(condition, seconds))) throw new CaseFailure(`${message} (waited ${seconds} s)`);
  }
}

export function described({ status, text, failure }) {
  if (failure === 'ECONNREFUSED') return 'by nothing: connection refused';
  if (failure) return `with no complete answer (${failure})`;
  const line = text.trim().replace(/\s+/g, ' ').slice(0, 100);
  return line ? `${status} "${line}"` : String(status);
}

function seen({ links, objects }) {
  const parts = objects.map(
    ({ status, from, sent }) => `${status || 'a fault'}${from ? ` from byte ${from}` : ''}${sent ? `, ${sent} bytes` : ''}`,
  );
  return `its link was requested ${links.length} times, the store answered ${parts.length ? parts.join('; ') : 'nothing'}`;
}
