// cdr-webhooks export
import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CommandFailure } from '../failures.mjs';
import { oneOf } from '../options.mjs';
import { Api } from './api.mjs';
import { csvLine } from './csv.mjs';
import { EXIT_CODES } from './exits.mjs';
import { ABOUT_TIMES, FILTERS, filterQuery } from './filters.mjs';
import { counted } from './words.mjs';

const FIELDS = [
  'id',
  'createdAt',
  'status',
  'reason',
  'taskId',
  'configurationId',
  'fileName',
  'fileSizeInBytes',
  'numberOfLines',
  'test',
  'round',
  'attempt',
  'nextAttemptAt',
  'linkFollowedAt',
  'linkFollows',
  'linkFollowedFrom',
  'linkLastFollowedAt',
];

export const exportDeliveries = {
  name: 'export',
  group: 'For operators',
  summary: 'write deliveries as CSV or as JSON lines',
  usage: '[FILTERS] [--format csv|jsonl] [--output FILE]',
  options: {
    ...FILTERS,
    format: { type: 'string', value: 'FORMAT', about: 'csv (default) or jsonl' },
    output: { type: 'string', short: 'o', value: 'FILE', about: 'write to FILE, which is created only if the export succeeds' },
  },
  details: `Writes all deliveries that match, newest first, to --output or else to the standard output. Times are in UTC. In CSV, a
text that a spreadsheet would take for a formula gets an apostrophe in front.

${ABOUT_TIMES}

${EXIT_CODES}`,
  async run({ options }, io) {
    const format = oneOf(options.format ?? 'csv', '--format', ['csv', 'jsonl']);
    const queryOf = filterQuery(options);
    const api = Api.of(io);
    const query = await queryOf(api);
    const items = api.items('/deliveries', 'deliveries', { ...query, limit: 100 });
    const lines = linesOf(items, format);
    const number = options.output === undefined ? await print(lines, io) : await write(lines, options.output);
    io.error(`${counted(number - (format === 'csv' ? 1 : 0), 'delivery', 'deliveries')} exported.`);
  },
};

async function* linesOf(items, format) {
  if (format === 'csv') yield csvLine(FIELDS);
  for await (const delivery of items) {
    yield format === 'csv' ? csvLine(FIELDS.map((field) => delivery[field])) : JSON.stringify(delivery);
  }
}

async function print(lines, io) {
  let number = 0;
  for await (const line of lines) {
    // The export waits for a reader that is slower than the API.
    if (!io.out(line)) await once(process.stdout, 'drain');
    number++;
  }
  return number;
}

async function write(lines, file) {
  const unfinished = `${file}.unfinished`;
  const stream = createWriteStream(unfinished, { mode: 0o600 });
  let number = 0;
  try {
    await once(stream, 'open');
    await pipeline(async function* () {
      for await (const line of lines) {
        number++;
        yield `${line}\n`;
      }
    }, stream);
    renameSync(unfinished, file);
    return number;
  } catch (fault) {
    rmSync(unfinished, { force: true });
    throw fault.code ? new CommandFailure(`${file} cannot be written (${fault.code})`) : fault;
  }
}
