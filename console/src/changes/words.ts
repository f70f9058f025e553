import type { Change, WritableField } from '../api/shapes.ts';
import { count } from '../format/amount.ts';
import { dateTime } from '../format/time.ts';

const ACCEPTED = 202;

const OPERATIONS: Record<string, string> = {
  SIGN_IN: 'Signed in',
  CREATE_CONFIGURATION: 'Created the configuration',
  REPLACE_CONFIGURATION: 'Changed the configuration',
  DELETE_CONFIGURATION: 'Deleted the configuration',
  ROTATE_SIGNATURE: 'Rotated the Signature',
  CANCEL_ROTATION: 'Cancelled the planned rotation',
  TEST_CONFIGURATION: 'Sent a test',
  RETRY_NOW: 'Retried now',
  SAVE_TASK: 'Saved the CDR task',
  DELETE_TASK: 'Deleted the CDR task',
  REDELIVER: 'Resent the report',
  REDELIVER_MANY: 'Resent reports',
  REVOKE_LINKS: 'Revoked links',
  REVOKE_ALL_LINKS: 'Revoked all links',
  START_RECOVERY: 'Resent missed reports',
  STOP_RECOVERY: 'Stopped resending missed reports',
};

/** Describes an operation; one that the console does not know has its name in the API. */
export function operationWords(operation: string): string {
  return OPERATIONS[operation] ?? operation.toLowerCase().replaceAll('_', ' ');
}

/** Describes the result; an operation that was only accepted (202) runs later. */
export function resultWords({ operation, status, after }: Change): string {
  if (operation === 'SIGN_IN') {
    return '';
  }
  if (status === null) {
    return 'Result unknown';
  }
  if (status >= 300) {
    return `Refused (${status})`;
  }
  if (status === ACCEPTED) {
    return 'Accepted';
  }
  if (operation === 'START_RECOVERY') {
    return 'Counted only; nothing was sent';
  }
  return operation === 'REDELIVER_MANY' ? acceptedWords(after.results) : 'Done';
}

/** "2 of 3 accepted". */
function acceptedWords(results: unknown): string {
  const each = Array.isArray(results) ? (results as { status?: unknown }[]) : [];
  const accepted = each.filter(({ status }) => status === ACCEPTED).length;
  return `${count(accepted)} of ${count(each.length)} accepted`;
}

/** The address of the caller, and the one that it claims to act for, which it may have invented. */
export function addressOf(address: string, forwardedFor: string): string {
  const before = forwardedFor.split(',').at(-2)?.trim();
  return before === undefined ? address : `${address} for ${before} (unverified)`;
}

/** A field that changed, with its values as text; null where there was none. */
export interface ChangedField {
  name: string;
  before: string | null;
  after: string | null;
}

export function changedFields({ before, after }: Change): ChangedField[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].sort().map((name) => ({
    name: FIELDS[name] ?? capitalised(fieldWords(name)),
    before: valueText(before[name]),
    after: valueText(after[name]),
  }));
}

/** The words for the fields in the forms; the compiler requires each field that a client can write. */
const WRITABLE: Record<WritableField, string> = {
  clientCertificate: 'Client certificate',
  downloadProtection: 'Download link protection',
  enabled: 'Enabled',
  expectedEvery: 'Expected every',
  graceMinutes: 'Grace minutes',
  maxInFlight: 'Requests in flight',
  maxPerSecond: 'Requests per second',
  name: 'Configuration Name',
  numbersReports: 'Number the reports',
  payloadVersion: 'Payload',
  receiverNotices: 'Receiver notices',
  receiverRequests: 'Receiver requests',
  requestHeaders: 'Request headers',
  signature: 'Signature',
  taskId: 'Task',
  taskName: 'Task name',
  url: 'Full URL',
  webhookConfigurationId: 'Webhook configuration',
};

/** Without the fields whose names in the API are readable, and without fields inside other fields. */
const FIELDS: Record<string, string> = {
  ...WRITABLE,
  signatureHint: 'Signature ends with',
  nextSignature: 'Planned Signature',
  overlapUntil: 'Old Signature used until',
  webhookSince: 'Since',
};

/** "webhook configuration" for `webhookConfigurationId`. */
function fieldWords(name: string): string {
  return name.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function valueText(value: unknown): string | null {
  if (value === undefined) {
    return null;
  }
  if (value === null || value === '') {
    return 'none';
  }
  if (typeof value === 'boolean') {
    return value ? 'on' : 'off';
  }
  if (typeof value === 'string') {
    return INSTANT.test(value) ? dateTime(value) : value;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  }
  return typeof value === 'object'
    ? Object.entries(value)
        .map(([name, each]) => `${fieldWords(name)} ${valueText(each) ?? ''}`)
        .join('; ')
    : JSON.stringify(value);
}

/** The filter for the id of a configuration, task or delivery; null if the text is no such id. */
export function thingOf(text: string): string | null {
  const id = text.trim();
  if (/^cfg_[0-9a-f]{32}$/.test(id)) {
    return `configuration:${id}`;
  }
  if (/^dlv_[0-9a-f]{32}$/.test(id)) {
    return `delivery:${id}`;
  }
  return /^[1-9][0-9]{0,15}$/.test(id) ? `task:${id}` : null;
}

/** The id in such a filter. */
export function idOf(thing: string): string {
  return thing.slice(thing.indexOf(':') + 1);
}
