// cdr-webhooks redeliver
import { createInterface } from 'node:readline';
import { CommandFailure, UsageError } from '../failures.mjs';
import { TOOL } from '../name.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES, EXITS, exitOf } from './exits.mjs';
import { deliveryId } from './names.mjs';
import { JSON_OPTION, printJson } from './printing.mjs';
import { counted, visible } from './words.mjs';

const AT_ONCE = 100;

export const redeliver = {
  name: 'redeliver',
  group: 'For operators',
  summary: 'resend reports',
  usage: 'DELIVERY... [--new-id] [--json]',
  arguments: ['DELIVERY', '[DELIVERY...]'],
  options: {
    'new-id': { type: 'boolean', about: 'create new deliveries, which the receiver does not recognise as repeats' },
    json: JSON_OPTION,
  },
  details: `DELIVERY is the id of a delivery: dlv_ and 32 hex digits, the receiver's webhook-id. - reads ids from the standard
input, one per line. A new round of attempts starts at once. The receiver sees the same webhook-id and may ignore the
repeat; use --new-id if it has lost data.

If one of several cannot be sent, the others still are, and the exit code is that of the first failure. To send all
that a receiver missed in a time range, use recover.

  ${TOOL} deliveries --status failed --json | jq -r .id | ${TOOL} redeliver -

${EXIT_CODES}`,
  async run({ options, positionals }, io) {
    const ids = positionals[0] === '-' ? await idsOf(io.input) : positionals.map(deliveryId);
    const api = Api.of(io);
    if (ids.length > 1 && !options['new-id']) return redeliverMany(api, [...new Set(ids)], options, io);
    let sent = 0;
    let firstFailure;
    for (const id of ids) {
      try {
        await redeliverOne(api, id, options, io);
        sent++;
      } catch (failure) {
        if (endsAll(failure) || ids.length === 1) throw failure;
        io.error(`cdr-webhooks: ${failure.message}`);
        firstFailure ??= failure;
      }
    }
    if (firstFailure)
      throw new CommandFailure(`${sent} of ${counted(ids.length, 'report')} resent`, firstFailure.exitCode);
  },
};

/** Resends the deliveries, a hundred in each request. */
async function redeliverMany(api, ids, { json }, io) {
  let sent = 0;
  let firstExit;
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const some = ids.slice(i, i + AT_ONCE);
    const { body } = await api.post('/redeliveries', `${counted(some.length, 'delivery', 'deliveries')}`, { ids: some });
    for (const result of body.results) {
      const { deliveryId: id, status, reason } = result;
      if (json) printJson(io, [result]);
      if (status === 202) {
        sent++;
        if (!json) io.out(`${id} is being resent.`);
      } else {
        io.error(`cdr-webhooks: delivery ${id}: ${visible(reason)}`);
        firstExit ??= exitOf(status);
      }
    }
  }
  if (firstExit !== undefined) throw new CommandFailure(`${sent} of ${counted(ids.length, 'report')} resent`, firstExit);
}

async function redeliverOne(api, id, { 'new-id': newId = false, json }, io) {
  const { body } = await api.post(`/deliveries/${id}/redeliver`, `delivery ${id}`, { newId });
  if (json) printJson(io, [body]);
  else io.out(newId ? `${id} is being resent as ${body.deliveryId}.` : `${id} is being resent.`);
}

function endsAll({ exitCode }) {
  return exitCode === undefined || exitCode === EXITS.notSignedIn || exitCode === EXITS.notAllowed;
}

async function idsOf(input) {
  const ids = [];
  for await (const line of createInterface({ input })) if (line.trim() !== '') ids.push(deliveryId(line.trim()));
  if (ids.length === 0) throw new UsageError('the standard input contains no delivery ids');
  return ids;
}
