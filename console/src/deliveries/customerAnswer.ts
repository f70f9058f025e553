import type { Attempt, DeliveryWithAttempts, DownloadLink } from '../api/shapes.ts';
import { counted } from '../format/amount.ts';
import { clock, fullDate } from '../format/time.ts';
import { visibleName } from '../format/visibleText.ts';

/** The times in a text: the first one of each day has its date. */
type Times = (instant: string) => string;

/** Describes in plain sentences what happened to a report, for a customer who asks. */
export function customerAnswer(delivery: DeliveryWithAttempts, nowMs: number): string {
  const at = times();
  const sentences = [
    whatHappened(delivery, at),
    announcedError(delivery),
    ...(delivery.linkFollows === 0 ? [unused(delivery, at, nowMs)] : [revoked(delivery, at)]),
    receipt(delivery, at),
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

function times(): Times {
  let day = '';
  return (instant) => {
    const date = fullDate(instant);
    const words = date === day ? `at ${clock(instant)}` : `on ${date} at ${clock(instant)}`;
    day = date;
    return words;
  };
}

function whatHappened(delivery: DeliveryWithAttempts, at: Times): string {
  const accepted = delivery.attempts.findLast(({ outcome }) => outcome === 'DELIVERED');
  const name = `${delivery.test ? 'Test report' : 'Report'} ${visibleName(delivery.fileName)}`;
  if (accepted !== undefined) {
    const sent = `${name} was sent ${at(accepted.startedAt)}, ${answered(accepted, at)}${fetched(delivery, at)}.`;
    return delivery.status === 'DELIVERED' ? sent : `${sent} ${again(delivery, at)}`;
  }
  switch (delivery.status) {
    case 'DELIVERED':
      return `${name} was delivered${fetched(delivery, at)}.`;
    case 'PENDING':
      return pending(name, delivery, at);
    case 'FAILED':
      return `${name} could not be delivered${lastFailure(delivery, at)}. We will not resend it automatically.`;
    case 'HELD':
      return `${name} is held${lastFailure(delivery, at)}: your webhook is disabled. We will send it when the webhook is enabled again.`;
    case 'UNROUTED':
      return `${name} arrived ${at(delivery.createdAt)} and was not sent, because its CDR task ${delivery.taskId} had no webhook at that time.`;
  }
}

function pending(name: string, delivery: DeliveryWithAttempts, at: Times): string {
  const tried = delivery.attempts.length > 0;
  const made = tried
    ? `${name} has not been delivered yet${lastFailure(delivery, at)}.`
    : `${name} arrived ${at(delivery.createdAt)} and has not been sent yet.`;
  return `${made} ${nextStep(delivery, at)}`;
}

/** After an accepted attempt, an operator sent the report again. */
function again(delivery: DeliveryWithAttempts, at: Times): string {
  switch (delivery.status) {
    case 'PENDING':
      return `We are sending it again. ${nextStep(delivery, at)}`;
    default:
      return `It was sent again later and not accepted${lastFailure(delivery, at)}.`;
  }
}

function nextStep(delivery: DeliveryWithAttempts, at: Times): string {
  const { givesUpAt, test, waitsFor } = delivery;
  const next = nextTry(delivery, at);
  // A test is tried once, and a disabled webhook holds the report before its last attempt.
  return givesUpAt === null || test || waitsFor?.cause === 'ENABLING'
    ? next
    : `${next} If no attempt succeeds, we stop trying ${at(givesUpAt)}.`;
}

function nextTry({ waitsFor, nextAttemptAt }: DeliveryWithAttempts, at: Times): string {
  switch (waitsFor?.cause) {
    case 'ANSWER':
      return 'An attempt is in progress.';
    case 'RECEIVER':
      return `Your system has failed${waitsFor.failingSince === null ? '' : ` since ${at(waitsFor.failingSince).replace(/^(on|at) /, '')}`}; the next attempt is due ${waitsFor.nextProbeAt === null ? 'soon' : at(waitsFor.nextProbeAt)}.`;
    case 'SCHEDULE':
      return nextAttemptAt === null ? '' : `The next attempt is due ${at(nextAttemptAt)}.`;
    case 'ENABLING':
      return 'Your webhook is disabled. We will send it when the webhook is enabled again.';
    default:
      return 'The next attempt is due now.';
  }
}

function answered(attempt: Attempt, at: Times): string {
  return `your system answered ${attempt.statusCode ?? ''} ${at(endOf(attempt))}`;
}

function endOf({ startedAt, durationMs }: Attempt): string {
  return new Date(Date.parse(startedAt) + durationMs).toISOString();
}

/** ", after 3 attempts: the last one was sent at ..., and your system answered 503 at ..."; empty before the first. */
function lastFailure({ attempts, round }: DeliveryWithAttempts, at: Times): string {
  const last = attempts.findLast((attempt) => attempt.round === round);
  if (last === undefined || last.outcome === 'DELIVERED') {
    return '';
  }
  const sent = `after ${counted(last.number, 'attempt', 'attempts')}: the last one was made ${at(last.startedAt)}`;
  return `, ${sent}, and ${last.statusCode === null ? noAnswer(last) : answered(last, at)}`;
}

function noAnswer({ outcome, reason }: Attempt): string {
  return outcome === 'BLOCKED'
    ? 'we do not send to that address'
    : `your system gave no complete answer${reason === '' ? '' : ` (${visibleName(reason.replace(/[.]$/, ''))})`}`;
}

/** The system knows that the link was opened, which is what customers call fetching the file. */
function fetched(delivery: DeliveryWithAttempts, at: Times): string {
  const { linkFollows, linkFollowedAt, linkLastFollowedAt, linkFollowedFrom } = delivery;
  if (linkFollowedAt === null) {
    return '';
  }
  const last = `${at(linkLastFollowedAt ?? linkFollowedAt)}${from(linkFollowedFrom)}`;
  return linkFollows === 1
    ? `, and the file was fetched once, ${last}`
    : `, and the file was fetched ${counted(linkFollows, 'time', 'times')}, the last time ${last}`;
}

function from(address: string | null): string {
  return address === null || address === '' ? '' : ` from ${visibleName(address)}`;
}

/** Describes the latest link, because an earlier one may have expired long ago. */
function latest({ links }: DeliveryWithAttempts): DownloadLink | undefined {
  return links[0];
}

function unused(delivery: DeliveryWithAttempts, at: Times, nowMs: number): string | null {
  const link = latest(delivery);
  if (!delivery.attempts.some(({ outcome }) => outcome === 'DELIVERED')) {
    return null;
  }
  if (link === undefined) {
    return 'The file has not been fetched.';
  }
  if (link.revoked) {
    return `The file was not fetched before we revoked its link${link.revokedAt === null ? '' : ` ${at(link.revokedAt)}`}.`;
  }
  return Date.parse(link.validUntil) < nowMs
    ? `The file was not fetched before its link expired ${at(link.validUntil)}.`
    : `The file has not been fetched yet; its link is valid until ${at(link.validUntil).replace(/^(on|at) /, '')}.`;
}

function revoked(delivery: DeliveryWithAttempts, at: Times): string | null {
  const link = latest(delivery);
  return link?.revoked === true
    ? `We revoked its link${link.revokedAt === null ? '' : ` ${at(link.revokedAt)}`}.`
    : null;
}

/** The error of the file, as the notification described it. */
function announcedError({ attempts }: DeliveryWithAttempts): string | null {
  try {
    const body = JSON.parse(attempts.at(-1)?.request?.body ?? '') as { error?: unknown };
    return typeof body.error === 'string' && body.error !== ''
      ? `The notification said that something is wrong with the file: "${visibleName(body.error)}".`
      : null;
  } catch {
    return null;
  }
}

function receipt({ receipt: given }: DeliveryWithAttempts, at: Times): string | null {
  if (given === null) {
    return null;
  }
  return given.matches === false
    ? `Your system confirmed a file ${at(given.at)}, but not the one that we sent.`
    : `Your system confirmed the file ${at(given.at)}.`;
}
