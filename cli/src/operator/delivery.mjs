// One delivery with its attempts, for people.
import { facts, table } from './table.mjs';
import { counted, duration, moment, size, taskWord, visible } from './words.mjs';

const ATTEMPTS = [
  { title: 'ATTEMPT', of: ({ round, number }) => `${round}.${number}` },
  { title: 'STARTED UTC', of: ({ startedAt }) => moment(startedAt).replace(' UTC', '') },
  { title: 'TOOK', of: ({ durationMs }) => duration(durationMs), right: true },
  { title: 'OUTCOME', of: ({ outcome, statusCode }) => [outcome, statusCode].filter(Boolean).join(' ') },
  { title: 'REASON', of: ({ reason }) => reason, shrinksTo: 20 },
];
/** The most characters that it shows of the receiver's last answer. */
const ANSWER = 300;

/** `configuration` is its name and id. */
export function describe(delivery, configuration, width) {
  const { id, status, reason, fileName, fileSizeInBytes, numberOfLines, taskId } = delivery;
  const lines = numberOfLines === null ? '' : `, ${counted(numberOfLines, 'line')}`;
  return [
    `${id}  ${status}`,
    ...facts([
      ['reason', reason],
      ['waits for', delivery.waitsFor?.reason],
      [
        isPast(delivery.nextAttemptAt) ? 'due since' : 'next attempt',
        delivery.nextAttemptAt && moment(delivery.nextAttemptAt),
      ],
      ['gives up', delivery.givesUpAt && `${moment(delivery.givesUpAt)}, after ${counted(delivery.attemptsLeft, 'more attempt')}`],
      ['report', `${fileName}, ${size(fileSizeInBytes)}${lines}`],
      ['task', taskWord(taskId)],
      ['configuration', configuration],
      ['created', moment(delivery.createdAt)],
      ['resends', delivery.redeliveryOf],
      ['resent as', delivery.redeliveries?.join(', ')],
      ['link', link(delivery)],
    ]),
    ...links(delivery.links ?? []),
    ...attempts(delivery.attempts, width),
  ];
}

/** Lists each link, and when and from where someone followed it. */
function links(all) {
  if (all.length === 0) return [];
  return ['', 'Links, latest first:', ...all.flatMap(life)];
}

function life({ issuedAt, validUntil, revoked, revokedAt, follows }) {
  const end = revoked ? `, revoked${revokedAt === null ? '' : ` ${moment(revokedAt)}`}` : '';
  return [
    `  issued ${moment(issuedAt)}, valid until ${moment(validUntil)}${end}`,
    ...follows.map(({ at, address }) => `    followed ${moment(at)}${address === null ? '' : ` from ${visible(address)}`}`),
  ];
}

function isPast(instant) {
  return instant !== null && Date.parse(instant) < Date.now();
}

function link({ linkFollows, linkFollowedAt, linkLastFollowedAt, linkFollowedFrom }) {
  if (linkFollowedAt === null) return 'not followed yet';
  return `followed ${counted(linkFollows, 'time')}, last ${moment(linkLastFollowedAt)} from ${linkFollowedFrom}`;
}

function attempts(all, width) {
  if (all.length === 0) return ['', 'No attempts yet.'];
  const { outcome, answer, answerHeaders = [], refusals } = all.at(-1);
  const headers = answerHeaders.map(({ name, value }) => `  ${visible(`${name}: ${value}`)}`);
  const said =
    outcome !== 'DELIVERED' && answer !== ''
      ? ['', 'The last answer began with (untrusted text):', `  ${visible(answer.slice(0, ANSWER))}`]
      : [];
  const told = headers.length > 0 ? ['', 'The last answer had the headers (untrusted text):', ...headers] : [];
  return ['', ...table(ATTEMPTS, all, width), ...told, ...said, ...refused(refusals)];
}

/** The lines about the receiver's answers to the forged and the old request of a test. */
function refused(refusals) {
  if (!refusals) return [];
  const word = (status) => (status >= 200 && status < 300 ? `${status}: ACCEPTED, but it must be refused` : (status ?? 'no answer'));
  return ['', ...facts([
    ['forged request', word(refusals.forgedStatus)],
    ['old request', word(refusals.oldStatus)],
  ])];
}
