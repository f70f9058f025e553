// cdr-webhooks attention
import { Api } from './api.mjs';
import { EXIT_CODES } from './exits.mjs';
import { JSON_OPTION, printJson, printLines } from './printing.mjs';
import { table, widthOf } from './table.mjs';
import { shortMoment } from './words.mjs';

const REMEDIES = { RETRY_NOW: 'retry-now', ENABLE: 'enable it', RESEND: 'recover' };
const COLUMNS = [
  { title: 'RECEIVER', of: ({ name }) => name, shrinksTo: 12 },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'SINCE UTC', of: ({ since }) => shortMoment(since) },
  { title: 'WAITING', of: ({ waiting }) => capped(waiting), right: true },
  { title: 'HELD', of: ({ held }) => capped(held), right: true },
  { title: 'FAILED', of: ({ failed }) => capped(failed), right: true },
  { title: 'GIVES UP UTC', of: ({ givesUpAt }) => (givesUpAt === null ? '-' : shortMoment(givesUpAt)) },
  { title: 'REMEDY', of: ({ remedy }) => REMEDIES[remedy] ?? remedy },
  { title: 'LAST FAILURE', of: ({ lastFailureReason }) => lastFailureReason ?? '', spare: 20 },
];

export const attention = {
  name: 'attention',
  group: 'For operators',
  summary: 'list receivers that need attention',
  usage: '[--json]',
  options: { json: JSON_OPTION },
  details: `Receivers that fail, disabled configurations for which reports wait, and receivers that do not fail but
missed reports of the last 14 days; those with the most reports at risk first. 100+ means 100 or more.
REMEDY is the action that helps: retry-now and recover are commands of this tool.

${EXIT_CODES}`,
  async run({ options }, io) {
    const { body } = await Api.of(io).get('/attention', 'attention');
    if (options.json) return printJson(io, body.items);
    if (body.items.length === 0) io.error(body.complete ? 'All receivers answer.' : 'No failing receivers found; not all were checked.');
    else printLines(io, table(COLUMNS, body.items, widthOf(io)));
    if (!body.complete) io.error('There may be more receivers that need attention.');
  },
};

function capped({ count, more }) {
  return more ? `${count}+` : String(count);
}
