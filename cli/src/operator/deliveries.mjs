// cdr-webhooks deliveries
import { wholeNumber } from '../options.mjs';
import { UsageError } from '../failures.mjs';
import { Api } from './api.mjs';
import { describe } from './delivery.mjs';
import { EXIT_CODES } from './exits.mjs';
import { ABOUT_TIMES, FILTERS, filterQuery } from './filters.mjs';
import { follow } from './follow.mjs';
import { collected, deliveryId } from './names.mjs';
import { JSON_OPTION, printJson, printLines } from './printing.mjs';
import { table, widthOf } from './table.mjs';
import { counted, shortMoment, taskWord, visible } from './words.mjs';

const COLUMNS = [
  { title: 'CREATED UTC', of: ({ createdAt }) => shortMoment(createdAt) },
  { title: 'STATUS', of: ({ status }) => status },
  { title: 'TASK', of: ({ taskId }) => taskWord(taskId), right: true },
  { title: 'ID', of: ({ id }) => id },
  { title: 'FILE', of: ({ fileName }) => fileName, shrinksTo: 11, cutsStart: true },
  { title: 'REASON', of: ({ reason }) => reason, spare: 20 },
];
const FOLLOWED = [
  { title: 'SEEN UTC', of: () => new Date().toISOString().slice(11, 19) },
  ...COLUMNS.slice(1, 3),
  { title: 'TRY', of: ({ round, attempt }) => `${round}.${attempt}` },
  ...COLUMNS.slice(3),
];

export const deliveries = {
  name: 'deliveries',
  group: 'For operators',
  summary: 'list deliveries, follow new ones, or show one with its attempts',
  usage: '[DELIVERY] [FILTERS] [--limit N] [--follow] [--json]',
  arguments: ['[DELIVERY]'],
  options: {
    ...FILTERS,
    limit: { type: 'string', value: 'N', about: 'the newest N (default 50)' },
    follow: { type: 'boolean', short: 'f', about: 'keep running, and print each new or changed delivery' },
    every: { type: 'string', value: 'SECONDS', about: 'how often --follow checks (default 2)' },
    json: JSON_OPTION,
  },
  details: `Newest first. DELIVERY is the id of a delivery: dlv_ and 32 hex digits, as the column ID shows it; the receiver sees it
as webhook-id.

STATUS is
  pending    an attempt is in flight or due later
  delivered  the receiver answered 2xx
  failed     all attempts have failed; there is no further automatic attempt
  held       the configuration is disabled
  unrouted   the task was not defined when its report was uploaded, so there is no receiver and nothing was sent

A round is a series of attempts to deliver the report. The first begins when the report arrives, and resending the
report begins another. --follow prints the newest last, with the time at which the tool saw it; TRY 2.1 is the first
attempt of round 2.

${ABOUT_TIMES}

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    if (given !== undefined) return one(deliveryId(given), options, io);
    if (options.follow && options.to !== undefined) throw new UsageError('--follow has no end: leave out --to');
    const limit = wholeNumber(options.limit ?? '50', '--limit', 1, 100_000);
    const seconds = wholeNumber(options.every ?? '2', '--every', 1, 3600);
    const queryOf = filterQuery(options);
    const api = Api.of(io);
    const query = await queryOf(api);
    return options.follow
      ? follow(api, query, { limit, seconds, print: printer(options, io) }, io)
      : list(api, query, limit, options, io);
  },
};

async function one(id, { json, follow: following }, io) {
  if (following) throw new UsageError('--follow is for lists: leave out the id');
  const api = Api.of(io);
  const { body } = await api.get(`/deliveries/${id}`, `delivery ${id}`);
  if (json) printJson(io, [body]);
  else printLines(io, describe(body, await configurationName(api, body.configurationId), widthOf(io)));
}

async function configurationName(api, id) {
  if (id === null) return 'none';
  try {
    const { body } = await api.get(`/webhook-configurations/${id}`, 'configuration');
    return `${body.name} (${id})`;
  } catch (failure) {
    if (failure.status === 404) return `${id}, deleted`;
    throw failure;
  }
}

async function list(api, query, limit, { json }, io) {
  const items = api.items('/deliveries', 'deliveries', { ...query, limit: Math.min(limit + 1, 100) });
  const found = await collected(items, limit + 1);
  const shown = found.slice(0, limit);
  if (json) return printJson(io, shown);
  if (shown.length === 0) {
    io.error('No delivery matches.');
    return;
  }
  printLines(io, table(COLUMNS, shown, widthOf(io)));
  if (io.terminal) printLines({ out: io.error }, reasons(shown));
  if (found.length > limit)
    io.error(
      '\nOlder deliveries match, too: use --limit N, or export.',
    );
}

/** Returns the full reasons, because a table in a terminal cuts them. */
function reasons(shown) {
  const failed = shown.filter(({ status, reason }) => status !== 'DELIVERED' && reason !== '');
  const times = new Map();
  for (const { reason } of failed) times.set(reason, (times.get(reason) ?? 0) + 1);
  const lines = [...times].map(([reason, number]) => `  ${number} x  ${visible(reason)}`);
  return lines.length > 0 ? ['', 'Reasons:', ...lines] : [];
}

/** Prints rows as they arrive, and the titles once. */
function printer({ json }, io) {
  const widths = new Map([['STATUS', 'DELIVERED'.length]]);
  let titled = false;
  return (found) => {
    if (json) return printJson(io, found);
    if (found.length === 0) return;
    const lines = table(FOLLOWED, found, widthOf(io), widths);
    printLines(io, titled ? lines.slice(1) : lines);
    titled = true;
  };
}
