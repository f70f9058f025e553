// cdr-webhooks configurations
import { TOOL } from '../name.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES } from './exits.mjs';
import { configurationId, everyConfiguration } from './names.mjs';
import { JSON_OPTION, printJson, printLines } from './printing.mjs';
import { facts, table, widthOf } from './table.mjs';
import { ago, counted, moment, percent, visible } from './words.mjs';

const COLUMNS = [
  { title: 'NAME', of: ({ name }) => name, shrinksTo: 8 },
  { title: 'STATE', of: stateWord },
  { title: 'SUCCESS', of: ({ health }) => percent(health.successRate), right: true },
  { title: 'ID', of: ({ id }) => id },
  { title: 'URL', of: ({ url }) => url, spare: 24 },
];

const DOWNLOADS_NEED = { networks: "the receiver's networks", 'signed-header': 'a signed header' };

export const configurations = {
  name: 'configurations',
  group: 'For operators',
  summary: 'list webhook configurations, or show one',
  usage: '[CONFIGURATION] [--json]',
  arguments: ['[CONFIGURATION]'],
  options: { json: JSON_OPTION },
  details: `CONFIGURATION is a name (ignoring case), an id, or the beginning of an id.

STATE is sending, disabled, or failing with the time since when every attempt has failed. SUCCESS is the share of
attempts since yesterday, 00:00 UTC, that succeeded.

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    const api = Api.of(io);
    if (given === undefined) return list(api, options, io);
    const id = await configurationId(api, given);
    const { body } = await api.get(`/webhook-configurations/${id}`, `configuration ${id}`);
    if (options.json) printJson(io, [body]);
    else printLines(io, describe(body));
  },
};

async function list(api, { json }, io) {
  const all = await everyConfiguration(api);
  if (json) return printJson(io, all);
  if (all.length === 0) {
    io.error('There are no webhook configurations: create one in the console or with the API.');
    return;
  }
  all.sort((one, other) => one.name.localeCompare(other.name));
  printLines(io, table(COLUMNS, all, widthOf(io)));
}

function stateWord({ enabled, failingSince }) {
  if (!enabled) return 'disabled';
  return failingSince === null ? 'sending' : `failing ${ago(failingSince)}`;
}

function describe(configuration) {
  const { id, name, url, health, maxInFlight, maxPerSecond, payloadVersion, downloadProtection } = configuration;
  const { receiverNotices, requestHeaders = [], clientCertificate, overlapUntil, createdAt, updatedAt, enabled, lane } = configuration;
  return [
    `${visible(name)}  (${id})`,
    ...facts([
      ['URL', url],
      ['state', state(configuration)],
      [
        'success',
        `${percent(health.successRate)} of ${counted(health.attempts, 'attempt')} since ${moment(health.since)}`,
      ],
      ['last failure', health.lastFailureAt && `${moment(health.lastFailureAt)}: ${health.lastFailureReason}`],
      ['limits', `${counted(maxInFlight, 'request')} at once, ${maxPerSecond ?? 'any number'} a second`],
      ['payload', String(payloadVersion)],
      ['links need', downloadProtection === 'none' ? null : DOWNLOADS_NEED[downloadProtection]],
      ['notices', receiverNotices ? 'on' : null],
      ['headers', requestHeaders.map((header) => header.name).join(', ')],
      ['certificate', clientCertificate && `${clientCertificate.subject}, until ${moment(clientCertificate.notAfter)}`],
      ['Signature', signature(configuration)],
      ['old Signature', overlapUntil && `also signs until ${moment(overlapUntil)}`],
      ['created', moment(createdAt)],
      ['updated', updatedAt === createdAt ? null : moment(updatedAt)],
      ['works again?', enabled && lane.state === 'FAILING' ? `${TOOL} retry-now ${id}` : null],
    ]),
  ];
}

function state({ enabled, disabledReason, failingSince, lane }) {
  if (!enabled) return `disabled${disabledReason ? `: ${disabledReason}` : ''}; its deliveries are held`;
  if (lane.state === 'FAILING') {
    return `failing since ${moment(lane.failingSince)}; only probes are sent, the next one ${moment(lane.nextProbeAt)}`;
  }
  return failingSince === null ? 'sending' : `sending, but every attempt has failed since ${moment(failingSince)}`;
}

function signature({ signatureHint, nextSignature }) {
  const next =
    nextSignature && `; one that ends with ${nextSignature.hint} follows ${moment(nextSignature.effectiveAt)}`;
  return `ends with ${signatureHint}${next ?? ''}`;
}
