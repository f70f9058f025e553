// cdr-webhooks revoke-links
import { Api } from './api.mjs';
import { EXIT_CODES } from './exits.mjs';
import { ABOUT_TIMES, timeOf } from './filters.mjs';
import { watched } from './jobs.mjs';
import { configurationId } from './names.mjs';
import { JSON_OPTION, printJson } from './printing.mjs';
import { counted } from './words.mjs';

export const revokeLinks = {
  name: 'revoke-links',
  group: 'For operators',
  summary: 'revoke all download links that were issued for a configuration',
  usage: 'CONFIGURATION [--issued-before TIME] [--no-wait] [--json]',
  arguments: ['CONFIGURATION'],
  options: {
    'issued-before': { type: 'string', value: 'TIME', about: 'only links issued before this time (default now)' },
    'no-wait': { type: 'boolean', about: 'do not wait until the job ends' },
    json: JSON_OPTION,
  },
  details: `CONFIGURATION is a name, an id (cfg_ and 32 hex digits) or the beginning of an id. Change its URL, rotate its Signature
or disable it first: links that are issued afterwards work. A receiver that may request links gets new ones until its
Signature is rotated. The job revokes recent links within seconds, and checks again after a minute, because an attempt
may be in flight.

${ABOUT_TIMES}

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    const api = Api.of(io);
    const before = options['issued-before'];
    const id = await configurationId(api, given);
    const query = before === undefined ? '' : `?issuedBefore=${timeOf(before, '--issued-before')}`;
    const { body } = await api.delete(`/webhook-configurations/${id}/links${query}`, `configuration ${id}`);
    const revocation = await watched(api, body, { path: '/revocations', named: 'revocation' }, options, io);
    if (options.json) return printJson(io, [revocation]);
    const { status, seen, revoked } = revocation;
    if (status === 'FINISHED')
      io.out(`${counted(seen, 'delivery', 'deliveries')} checked, ${counted(revoked, 'link')} revoked.`);
    else io.out(`${body.id} is running: ${counted(revoked, 'link')} so far.`);
  },
};
