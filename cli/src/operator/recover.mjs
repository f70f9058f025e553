// cdr-webhooks recover
import { UsageError } from '../failures.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES } from './exits.mjs';
import { ABOUT_TIMES, timeOf } from './filters.mjs';
import { watched } from './jobs.mjs';
import { configurationId } from './names.mjs';
import { JSON_OPTION, printJson } from './printing.mjs';
import { counted, moment } from './words.mjs';

export const recover = {
  name: 'recover',
  group: 'For operators',
  summary: 'resend all reports that a receiver missed in a time range',
  usage: 'CONFIGURATION (--from TIME [--to TIME] [--dry-run] [--no-wait] | --stop) [--json]',
  arguments: ['CONFIGURATION'],
  options: {
    from: { type: 'string', value: 'TIME', about: 'the start of the time range' },
    to: { type: 'string', value: 'TIME', about: 'its end (default now)' },
    'dry-run': { type: 'boolean', about: 'only count what would be sent' },
    'no-wait': { type: 'boolean', about: 'do not wait until the job ends' },
    stop: { type: 'boolean', about: 'stop the running recoveries of the configuration' },
    json: JSON_OPTION,
  },
  details: `CONFIGURATION is a name, an id (cfg_ and 32 hex digits) or the beginning of an id. Resends the deliveries of the time
range that are
  failed    all attempts have failed; a new round, which is another series of attempts, begins
  pending   a later attempt is due; it is made now
  held      the configuration was disabled; sent if it is enabled now
  unrouted  the task was not defined when its report was uploaded, so nothing was sent. They are sent if this is the
            first configuration that their task has had since

Tests are not resent. For a delivery that was resent under a new id, the copy is resent if it failed.

The receiver sees the same webhook-id, which it may have seen before. The range has at most 90 days. Run it with
--dry-run first. After --stop, a recovery may still send up to 100 reports that it is checking; it does not send the
others.

${ABOUT_TIMES}

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    if (options.stop) return stop(Api.of(io), given, options, io);
    if (options.from === undefined) throw new UsageError('recover needs --from TIME, the start of the time range');
    const from = timeOf(options.from, '--from');
    const to = timeOf(options.to ?? 'now', '--to');
    if (from >= to) throw new UsageError(`--from must be before --to: ${from}, ${to}`);
    const api = Api.of(io);
    const range = { configurationId: await configurationId(api, given), from, to };
    if (options['dry-run']) await count(api, range, options, io);
    else await start(api, range, options, io);
  },
};

async function count(api, range, { json }, io) {
  const { body } = await api.post('/recoveries', 'recovery', { ...range, dryRun: true });
  if (json) return printJson(io, [body]);
  const least = body.complete ? '' : 'at least ';
  const { from, to } = range;
  const parts = ['pending', 'held', 'failed', 'unrouted'].filter((status) => body[status] > 0);
  const split = parts.length === 0 ? '' : ` (${parts.map((status) => `${body[status]} ${status}`).join(', ')})`;
  io.out(
    `Would send ${least}${counted(body.count, 'report')}${split} from ${moment(from)} to ${moment(to)}. Nothing was sent.`,
  );
}

async function start(api, range, options, io) {
  const { body } = await api.post('/recoveries', 'recovery', range);
  const recovery = await watched(api, body, { path: '/recoveries', named: 'recovery' }, options, io);
  if (options.json) return printJson(io, [recovery]);
  const { id, status, seen, recovered } = recovery;
  if (status === 'RUNNING') io.out(`${id} is running: ${counted(recovered, 'report')} so far.`);
  else
    io.out(
      `${status === 'STOPPED' ? 'Stopped: ' : ''}${counted(seen, 'delivery', 'deliveries')} checked, ${counted(recovered, 'report')} resent.`,
    );
}

async function stop(api, given, options, io) {
  if (options.from !== undefined || options.to !== undefined) throw new UsageError('--stop takes no time range');
  for (const name of ['dry-run', 'no-wait'])
    if (options[name]) throw new UsageError(`--stop does not go with --${name}: it stops at once`);
  const id = await configurationId(api, given);
  const { body } = await api.get(`/recoveries?configurationId=${id}`, 'recoveries');
  const stopped = [];
  for (const running of body.items)
    stopped.push((await api.post(`/recoveries/${running.id}/stop`, `recovery ${running.id}`)).body);
  if (!body.complete) io.error('More may be running.');
  if (options.json) return printJson(io, stopped);
  if (stopped.length === 0 && body.complete) io.error('No recovery of this configuration is running.');
  for (const { id: job, recovered } of stopped)
    io.out(`${job} has ended: ${counted(recovered, 'report')} resent.`);
}
