// cdr-webhooks rotate
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../failures.mjs';
import { TOOL } from '../name.mjs';
import { wholeNumber } from '../options.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES, EXITS } from './exits.mjs';
import { timeOf } from './filters.mjs';
import { configurationId } from './names.mjs';
import { JSON_OPTION, printJson } from './printing.mjs';
import { moment, visible } from './words.mjs';

const BYTES = 32;
const MAX_OVERLAP_DAYS = 7;

export const rotate = {
  name: 'rotate',
  group: 'For operators',
  summary: 'give a configuration a new Signature',
  usage: 'CONFIGURATION (--generate FILE | --signature-file FILE | --cancel) [OPTION...]',
  arguments: ['CONFIGURATION'],
  options: {
    generate: { type: 'string', value: 'FILE', about: 'generate a Signature, and write it to this new file (mode 0600)' },
    'signature-file': { type: 'string', value: 'FILE', about: 'read the Signature from this file' },
    'overlap-days': { type: 'string', value: 'N', about: 'days with both Signatures, 0 to 7 (default 2)' },
    'effective-at': {
      type: 'string',
      value: 'TIME',
      about: 'when it takes effect, at most 30 days ahead (default now)',
    },
    'replace-planned': { type: 'boolean', about: 'replace a Signature that is planned to take effect later' },
    cancel: { type: 'boolean', about: 'cancel the planned rotation' },
    json: JSON_OPTION,
  },
  details: `During the overlap, webhook-signature also carries a signature with the old Signature, so the receiver can change its
key at any time in these days. X-CDR-Signature switches at once, or at --effective-at: a receiver that checks it must
know both. If the old Signature has leaked, give --overlap-days 0.

A planned rotation is replaced only with --replace-planned; --cancel cancels it.

The Signature has 16 to 256 characters. A line break at the end of the file does not count. It is never an argument, and
never printed.

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    const { generate, 'signature-file': file } = options;
    if (options.cancel) return cancel(options, given, io);
    if ((generate === undefined) === (file === undefined))
      throw new UsageError('rotate needs --generate FILE or --signature-file FILE');
    const overlapDays = wholeNumber(options['overlap-days'] ?? '2', '--overlap-days', 0, MAX_OVERLAP_DAYS);
    const at = options['effective-at'];
    const effectiveAt = at === undefined ? undefined : timeOf(at, '--effective-at');
    const existing = file === undefined ? undefined : signatureIn(file);
    const api = Api.of(io);
    const id = await configurationId(api, given);
    const { body: before, etag } = await api.get(`/webhook-configurations/${id}`, `configuration ${id}`);
    const signature = existing ?? newSignature(generate);
    const request = { signature, overlapDays, effectiveAt, ...(options['replace-planned'] && { replacesPlanned: true }) };
    const body = await send(api, before, etag, request, generate);
    if (options.json) printJson(io, [body]);
    else for (const line of words(body, file ?? generate, overlapDays)) io.out(line);
  },
};

async function cancel({ generate, 'signature-file': file, json }, given, io) {
  if (generate !== undefined || file !== undefined) throw new UsageError('--cancel takes no Signature');
  const api = Api.of(io);
  const id = await configurationId(api, given);
  const { body: before, etag } = await api.get(`/webhook-configurations/${id}`, `configuration ${id}`);
  const { body } = await api.delete(
    `/webhook-configurations/${id}/next-signature`,
    `configuration ${visible(before.name)}`,
    { 'If-Match': etag },
  );
  if (json) printJson(io, [body]);
  else io.out(`${visible(body.name)} keeps the Signature that ends with ${body.signatureHint}.`);
}

async function send(api, { id, name, nextSignature }, etag, request, generated) {
  try {
    const path = `/webhook-configurations/${id}/signature`;
    return (await api.post(path, `configuration ${visible(name)}`, request, { 'If-Match': etag })).body;
  } catch (failure) {
    if (failure.status === 409 && nextSignature !== null && !request.replacesPlanned)
      failure.message += ' (--replace-planned replaces it, --cancel cancels it)';
    if (generated === undefined) throw failure;
    // The API may have stored this Signature although the request failed, so the file stays.
    if (failure.exitCode === EXITS.unavailable)
      failure.message += ` The Signature may be in use: keep ${generated}, and compare the hint in ${TOOL} configurations ${id}.`;
    else rmSync(generated);
    throw failure;
  }
}

function signatureIn(file) {
  const text = fileWork(() => readFileSync(file, 'utf8'), file).replace(/\r?\n$/, '');
  if (text.length < 16 || text.length > 256 || /[\r\n]/.test(text)) {
    throw new UsageError(`${file} must hold one line of 16 to 256 characters, the Signature`);
  }
  return text;
}

function newSignature(file) {
  const signature = randomBytes(BYTES).toString('base64url');
  fileWork(() => writeFileSync(file, `${signature}\n`, { mode: 0o600, flag: 'wx' }), file);
  return signature;
}

function fileWork(work, file) {
  try {
    return work();
  } catch (fault) {
    const why =
      { EEXIST: 'exists already, and is not overwritten', ENOENT: 'does not exist' }[fault.code] ??
      `fails with ${fault.code}`;
    throw new UsageError(`${file} ${why}`);
  }
}

function words({ id, name, signatureHint, nextSignature, overlapUntil }, file, overlapDays) {
  const hint = nextSignature?.hint ?? signatureHint;
  const when = nextSignature === null ? 'now' : moment(nextSignature.effectiveAt);
  return [
    `${visible(name)}: X-CDR-Signature uses the new Signature (it ends with ${hint}) from ${when} on.`,
    overlapDays === 0
      ? 'The old one stops signing then: give the receiver the new one before.'
      : `webhook-signature also carries the old one${overlapUntil ? ` until ${moment(overlapUntil)}` : ` for ${overlapDays} days after that`}: the receiver needs the new one by then.`,
    `It is in ${file}: send it to the receiver over a secure channel.`,
    `Test: send a test from the console, then ${TOOL} deliveries --configuration ${id} --task test`,
  ];
}
