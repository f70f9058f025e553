// cdr-webhooks test
import { TOOL } from '../name.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES } from './exits.mjs';
import { configurationId } from './names.mjs';
import { JSON_OPTION, printJson } from './printing.mjs';

export const test = {
  name: 'test',
  group: 'For operators',
  summary: 'send a sample report to a receiver',
  usage: 'CONFIGURATION [--next] [--refusals] [--json]',
  arguments: ['CONFIGURATION'],
  options: {
    next: { type: 'boolean', about: 'sign with the planned Signature alone' },
    refusals: { type: 'boolean', about: 'then send a forged and an old request, which the receiver must refuse' },
    json: JSON_OPTION,
  },
  details: `The sample is signed and has a working link. A test has one attempt, which is made even while the receiver fails.
With --refusals, two more requests follow if the receiver accepts the test: one signed with an unknown key, and one with
valid signatures and an hour-old timestamp. They have the same webhook-id.

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    const api = Api.of(io);
    const id = await configurationId(api, given);
    const { body } = await api.post(`/webhook-configurations/${id}/test`, `configuration ${given}`, {
      signature: options.next ? 'next' : 'current',
      refusals: options.refusals ?? false,
    });
    if (options.json) return printJson(io, [body]);
    io.out(`Sending the test as ${body.deliveryId}.`);
    io.out(`See the result: ${TOOL} deliveries ${body.deliveryId}`);
  },
};
