// cdr-webhooks retry-now
import { TOOL } from '../name.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES } from './exits.mjs';
import { configurationId } from './names.mjs';
import { JSON_OPTION, printJson } from './printing.mjs';
import { moment, visible } from './words.mjs';

export const retryNow = {
  name: 'retry-now',
  group: 'For operators',
  summary: 'retry a failing receiver now, once it works again',
  usage: 'CONFIGURATION [--json]',
  arguments: ['CONFIGURATION'],
  options: { json: JSON_OPTION },
  details: `While a receiver fails, its deliveries wait, and one at a time is sent as a probe, with pauses of up to half an hour.
This command sends the next probe at once. If it succeeds, the waiting deliveries follow, oldest first.

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    const api = Api.of(io);
    const id = await configurationId(api, given);
    const { body: configuration } = await api.get(`/webhook-configurations/${id}`, `configuration ${id}`);
    const { body } = await api.post(
      `/webhook-configurations/${id}/retry-now`,
      `configuration ${visible(configuration.name)}`,
    );
    if (options.json) return printJson(io, [body]);
    for (const line of words(configuration)) io.out(line);
  },
};

function words({ id, name, lane }) {
  const watch = `Watch: ${TOOL} deliveries --configuration ${id} --follow`;
  if (lane.state === 'FAILING')
    return [`${visible(name)} has failed since ${moment(lane.failingSince)}. The next probe is sent now.`, watch];
  return [`${visible(name)} is not failing. Its next deliveries (up to ten) are sent now.`, watch];
}
