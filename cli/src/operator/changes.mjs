// cdr-webhooks changes and whoami
import { UsageError } from '../failures.mjs';
import { wholeNumber } from '../options.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES } from './exits.mjs';
import { ABOUT_TIMES, timeOf } from './filters.mjs';
import { collected, configurationId, deliveryId } from './names.mjs';
import { JSON_OPTION, printJson, printLines } from './printing.mjs';
import { facts, table, widthOf } from './table.mjs';
import { moment } from './words.mjs';

const MOST = 100_000;

export const changes = {
  name: 'changes',
  group: 'For operators',
  summary: 'list who changed what, newest first',
  usage: '[--configuration NAME | --task TASK | --delivery ID] [--subject SUBJECT] [--from TIME] [--to TIME] [--limit N] [--json]',
  options: {
    configuration: { type: 'string', value: 'NAME', about: 'only changes to this configuration (name or id)' },
    task: { type: 'string', value: 'TASK', about: 'only changes to this CDR task' },
    delivery: { type: 'string', value: 'ID', about: 'only changes to this delivery' },
    subject: { type: 'string', value: 'SUBJECT', about: 'only changes by this subject' },
    from: { type: 'string', value: 'TIME', about: 'only changes at this time or later' },
    to: { type: 'string', value: 'TIME', about: 'only changes before this time' },
    limit: { type: 'string', value: 'N', about: 'at most N changes (default 50)' },
    json: JSON_OPTION,
  },
  details: `WHAT is the operation of the API; SIGN_IN is the first use of a token. STATUS is the status of the answer, or "?" if
the operation did not end; the change may then have taken effect. --json has the fields before and after each change,
one line each: save it to keep changes for longer than 400 days.

${ABOUT_TIMES}

${EXIT_CODES}`,
  async run({ options }, io) {
    const { configuration, task, delivery, subject, from, to } = options;
    if ([configuration, task, delivery].filter((given) => given !== undefined).length > 1) {
      throw new UsageError('give one of --configuration, --task and --delivery');
    }
    const limit = wholeNumber(options.limit ?? '50', '--limit', 1, MOST);
    const query = {
      about: task === undefined ? undefined : `task:${wholeNumber(task, '--task', 1, Number.MAX_SAFE_INTEGER)}`,
      subject,
      from: from === undefined ? undefined : timeOf(from, '--from'),
      to: to === undefined ? undefined : timeOf(to, '--to'),
      limit: Math.min(limit, 100),
    };
    if (delivery !== undefined) query.about = `delivery:${deliveryId(delivery)}`;
    const api = Api.of(io);
    if (configuration !== undefined) query.about = `configuration:${await configurationId(api, configuration)}`;
    const found = await collected(api.items('/changes', 'changes', query), limit);
    if (options.json) return printJson(io, found);
    printLines(io, found.length === 0 ? ['No change matches.'] : table(COLUMNS, found, widthOf(io)));
  },
};

const COLUMNS = [
  { title: 'AT', of: ({ at }) => moment(at) },
  { title: 'WHO', of: ({ subject, clientId }) => subject || clientId || '-', shrinksTo: 12 },
  { title: 'FROM', of: ({ address }) => address || '-' },
  { title: 'WHAT', of: ({ operation }) => operation },
  { title: 'ABOUT', of: ({ about }) => (about === null ? '-' : `${about.kind} ${about.id}`), shrinksTo: 12 },
  { title: 'STATUS', of: ({ status, operation }) => status ?? (operation === 'SIGN_IN' ? '-' : '?'), right: true },
  { title: 'CHANGED', of: ({ before, after }) => changedFields(before, after), shrinksTo: 12 },
];

function changedFields(before, after) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].join(', ') || '-';
}

export const whoami = {
  name: 'whoami',
  group: 'For operators',
  summary: 'show your identity for the API, and whether you may make changes',
  usage: '[--json]',
  options: { json: JSON_OPTION },
  details: EXIT_CODES,
  async run({ options }, io) {
    const me = (await Api.of(io).get('/me', 'the caller')).body;
    if (options.json) return printJson(io, [me]);
    printLines(io, [
      me.subject || 'a caller without a subject',
      ...facts([
        ['issuer', me.issuer],
        ['client', me.clientId],
        ['scopes', me.scopes.join(' ')],
        ['may make changes', me.mayWrite ? 'yes' : `no. ${me.readOnlyReason}`],
        ['token expires', me.expiresAt && moment(me.expiresAt)],
      ]),
    ]);
  },
};
