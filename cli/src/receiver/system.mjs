// The options of the commands that send requests of a receiver to the system.
import { setTimeout as timer } from 'node:timers/promises';
import { UsageError } from '../failures.mjs';
import { timeOf } from '../operator/filters.mjs';
import { httpUrl } from '../options.mjs';
import { ReceiverRequests } from './requests.mjs';
import { readSignatures, signatureOption } from './signatures.mjs';

const CONFIGURATION = /^cfg_[0-9a-f]{32}$/;

/** The options that all these commands have. */
export const askingOptions = {
  system: { type: 'string', value: 'URL', about: 'the address of the system: the origin of each callbackURL, unless the operator names another one' },
  configuration: { type: 'string', value: 'ID', about: 'the id of your webhook configuration: cfg_...' },
  ...signatureOption,
};

export const systemOptions = {
  ...askingOptions,
  since: { type: 'string', value: 'TIME', about: 'the reports recorded since then: 2h, 3d, 2026-03-01T10:00Z (default 1d)' },
};

/** Refuses the example Signature, because the system would refuse it. */
export function systemOf(options, command, io) {
  for (const name of ['system', 'configuration']) {
    if (!options[name]) throw new UsageError(`${command} needs --${name} ${systemOptions[name].value}`);
  }
  if (!CONFIGURATION.test(options.configuration)) {
    throw new UsageError(`--configuration must be cfg_ and 32 hexadecimal digits: ${options.configuration}`);
  }
  const { signatures, note } = readSignatures(options, io.env);
  if (note) throw new UsageError('CDR_SIGNATURES must contain the Signature of the configuration');
  return new ReceiverRequests({
    origin: httpUrl(options.system, '--system').origin,
    configurationId: options.configuration,
    signatures,
    pause: (seconds) => timer(seconds * 1000),
  });
}

export const sinceOf = ({ since }) => timeOf(since ?? '1d', '--since');
