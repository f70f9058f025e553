// cdr-webhooks find
import { UsageError } from '../failures.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES, notFound } from './exits.mjs';
import { JSON_OPTION, printJson, printLines } from './printing.mjs';
import { table, widthOf } from './table.mjs';
import { shortMoment, taskWord, visible } from './words.mjs';

const KINDS = [
  {
    key: 'deliveries',
    columns: [
      { title: 'CREATED UTC', of: ({ createdAt }) => shortMoment(createdAt) },
      { title: 'STATUS', of: ({ status }) => status },
      { title: 'TASK', of: ({ taskId }) => taskWord(taskId), right: true },
      { title: 'ID', of: ({ id }) => id },
      { title: 'FILE', of: ({ fileName }) => fileName, shrinksTo: 11, cutsStart: true },
    ],
  },
  {
    key: 'configurations',
    columns: [
      { title: 'CONFIGURATION', of: ({ name }) => name, shrinksTo: 13 },
      { title: 'STATE', of: stateOf },
      { title: 'ID', of: ({ id }) => id },
      { title: 'URL', of: ({ url }) => url, spare: 20 },
    ],
  },
  {
    key: 'tasks',
    columns: [
      { title: 'TASK', of: ({ taskId }) => taskId, right: true },
      { title: 'NAME', of: ({ taskName }) => taskName, shrinksTo: 12 },
      { title: 'GETS REPORTS', of: ({ webhookConfigurationId: id }) => id ?? '-' },
    ],
  },
];

export const find = {
  name: 'find',
  group: 'For operators',
  summary: 'find deliveries, configurations and tasks by an id or a name',
  usage: 'TEXT [--json]',
  arguments: ['TEXT'],
  options: { json: JSON_OPTION },
  details: `TEXT is the id of a delivery (webhook-id) or of a configuration, the number of a task, or a name. A file is found by
the start of its name, a configuration or a task by any part of its name, each ignoring case. At most 20 of each kind
are shown; for a file, those with exactly this name come first.

Deliveries are kept for 90 days. Those that version 1.0.0 recorded can be found only by id.

${EXIT_CODES}`,
  async run({ options, positionals: [text] }, io) {
    if (text.trim() === '') throw new UsageError('TEXT must not be blank');
    const { body } = await Api.of(io).get('/search', 'search', { q: text });
    if (options.json) return printJson(io, [body]);
    const found = KINDS.filter(({ key }) => body[key].items.length > 0);
    if (found.length === 0) throw notFound(`nothing matches ${visible(text)}: a file is found by the start of its name`);
    found.forEach(({ key, columns }, index) => print(columns, body[key], index > 0, io));
  },
};

function print(columns, { items, more }, apart, io) {
  const lines = table(columns, items, widthOf(io));
  printLines(io, apart ? ['', ...lines] : lines);
  if (more) io.error(`Only the first ${items.length} are shown: give more of the name.`);
}

function stateOf({ enabled, failingSince }) {
  if (!enabled) return 'disabled';
  return failingSince === null ? 'enabled' : 'failing';
}
