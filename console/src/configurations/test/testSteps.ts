import type { Attempt, DeliveryWithAttempts } from '../../api/shapes.ts';
import { isSoon } from '../../deliveries/soon.ts';
import { counted } from '../../format/amount.ts';
import { sentence } from '../../format/sentence.ts';

/** The time in which a receiver usually follows the link of a test. */
const FOLLOWED_MS = 10 * 60_000;

/** `done` passed, `failed` must be corrected, `warned` should be; `waiting` has no result yet. */
export type StepState = 'done' | 'failed' | 'warned' | 'waiting';

/** One step of a test: what it shows about the receiver. */
export interface TestStep {
  title: string;
  state: StepState;
  detail: string;
}

/** Returns whether the steps of a test may still change, also because its link was not followed yet. */
export function isUnderTest(delivery: DeliveryWithAttempts | undefined, now: number): boolean {
  return (
    isSoon(delivery, now) ||
    (delivery?.status === 'DELIVERED' &&
      delivery.linkFollowedAt === null &&
      now < Date.parse(delivery.createdAt) + FOLLOWED_MS)
  );
}

/**
 * The steps of a test with their results, from the name of the receiver to its download. `url` is the
 * receiver's; `refusals` is true if the test also sends a forged and an old request.
 */
export function testSteps(
  delivery: DeliveryWithAttempts | undefined,
  url: string,
  refusals: boolean,
): TestStep[] {
  const attempt = delivery?.attempts.at(-1);
  return [
    ...reached(attempt, url.startsWith('https:')),
    signatureChecked(attempt, refusals),
    ...(refusals ? [oldRefused(attempt)] : []),
    followed(delivery),
  ];
}

/** "3 of 6 checks passed"; another sentence when nothing is left to do or to wait for. */
export function progressOf(steps: readonly TestStep[]): string {
  const count = (wanted: StepState) => steps.filter(({ state }) => state === wanted).length;
  const warnings = count('warned');
  if (count('done') + warnings < steps.length) {
    return `${count('done')} of ${steps.length} checks passed`;
  }
  return warnings === 0
    ? 'All checks passed.'
    : `The receiver works, with ${counted(warnings, 'warning', 'warnings')}.`;
}

function step(title: string, state: StepState, detail = ''): TestStep {
  return { title, state, detail };
}

/** The first step that failed has the reason; those after it wait. */
function reached(attempt: Attempt | undefined, encrypted: boolean): TestStep[] {
  const name = 'Host name resolved';
  const connection = encrypted ? 'Connected, with TLS' : 'Connected';
  const answer = 'Request answered';
  if (attempt === undefined) {
    return [name, connection, answer].map((title) => step(title, 'waiting'));
  }
  const { timings, statusCode, reason } = attempt;
  const failed = (title: string) => step(title, 'failed', sentence(reason));
  if (statusCode === null && timings.resolveMs === null) {
    return [failed(name), step(connection, 'waiting'), step(answer, 'waiting')];
  }
  const named = step(name, 'done');
  if (statusCode === null && (encrypted ? timings.tlsMs : timings.connectMs) === null) {
    return [named, failed(connection), step(answer, 'waiting')];
  }
  const connected = encrypted
    ? step(connection, 'done', `To ${String(attempt.address)}.`)
    : step(connection, 'warned', 'The URL begins with http: nothing is encrypted.');
  return attempt.outcome === 'DELIVERED' || speaksOfSignature(attempt)
    ? [named, connected, step(answer, 'done', `With ${String(statusCode)}.`)]
    : [named, connected, failed(answer)];
}

/** An answer that a receiver gives to a signature that it does not accept. */
function speaksOfSignature({ statusCode }: Attempt): boolean {
  return statusCode === 401 || statusCode === 403;
}

function signatureChecked(attempt: Attempt | undefined, refusals: boolean): TestStep {
  const title = 'Signature checked';
  if (attempt === undefined) {
    return step(title, 'waiting');
  }
  if (attempt.outcome !== 'DELIVERED') {
    return speaksOfSignature(attempt)
      ? step(
          title,
          'failed',
          `The receiver answered ${String(attempt.statusCode)}. Does it have this Signature?`,
        )
      : step(title, 'waiting');
  }
  if (!refusals) {
    return step(title, 'done', 'The receiver accepted it. No forged request was sent.');
  }
  const status = attempt.refusals?.forgedStatus ?? null;
  switch (verdict(status)) {
    case 'refused':
      return step(
        title,
        'done',
        `The receiver accepted the test, and answered ${status} to a forged request.`,
      );
    case 'accepted':
      return step(
        title,
        'failed',
        `The receiver accepts forged requests: it answered ${status} to one signed with an unknown key.`,
      );
    case 'unclear':
      return step(title, 'warned', `${unclear(status)} to a forged request. Send the test again.`);
  }
}

function oldRefused(attempt: Attempt | undefined): TestStep {
  const title = 'Old requests refused';
  if (attempt?.outcome !== 'DELIVERED') {
    return step(title, 'waiting');
  }
  const status = attempt.refusals?.oldStatus ?? null;
  switch (verdict(status)) {
    case 'refused':
      return step(title, 'done', `The receiver answered ${status} to an hour-old request.`);
    case 'accepted':
      return step(
        title,
        'warned',
        `The receiver accepts old requests: it answered ${status} to an hour-old one. Anyone who records a request can replay it. Make the receiver check webhook-timestamp.`,
      );
    case 'unclear':
      return step(title, 'warned', `${unclear(status)} to an old request. Send the test again.`);
  }
}

/**
 * Judges the answer to a request that the receiver must refuse. The status of a busy or broken receiver
 * proves nothing.
 */
function verdict(status: number | null): 'refused' | 'accepted' | 'unclear' {
  if (status !== null && status >= 200 && status < 300) {
    return 'accepted';
  }
  const refused = status !== null && status >= 400 && status < 500 && ![408, 429].includes(status);
  return refused ? 'refused' : 'unclear';
}

function unclear(status: number | null): string {
  return status === null
    ? 'There was no answer'
    : `The receiver answered ${status}, which is not a refusal,`;
}

function followed(delivery: DeliveryWithAttempts | undefined): TestStep {
  const title = 'Link followed';
  if (delivery !== undefined && delivery.linkFollowedAt !== null) {
    const from = delivery.linkFollowedFrom;
    return step(title, 'done', from === null ? '' : `From ${from}.`);
  }
  return delivery?.status === 'DELIVERED'
    ? step(title, 'waiting', 'The receiver has not fetched the file yet.')
    : step(title, 'waiting');
}
