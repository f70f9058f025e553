import type { Change } from '../api/shapes.ts';

const OPERATIONS: Record<string, string> = {
  SIGN_IN: 'Signed in',
  CREATE_CONFIGURATION: 'Created the configuration',
  REPLACE_CONFIGURATION: 'Changed the configuration',
  DELETE_CONFIGURATION: 'Deleted the configuration',
  ROTATE_SIGNATURE: 'Rotated the Signature',
  TEST_CONFIGURATION: 'Sent a test',
  RETRY_NOW: 'Retried now',
  SAVE_TASK: 'Saved the CDR task',
  DELETE_TASK: 'Deleted the CDR task',
  REDELIVER: 'Resent the report',
  REVOKE_LINKS: 'Revoked links',
  START_RECOVERY: 'Resent missed reports',
};

/** What was asked for; an operation that the console does not know by its name in the API. */
export function operationWords(operation: string): string {
  return OPERATIONS[operation] ?? operation.toLowerCase().replaceAll('_', ' ');
}

/** How it ended. */
export function resultWords({ operation, status }: Change): string {
  if (operation === 'SIGN_IN') {
    return '';
  }
  if (status === null) {
    return 'Result unknown';
  }
  return status < 300 ? 'Done' : `Refused (${status})`;
}

/** The address of the caller; for a user of the console the one before the distribution's own. */
export function addressOf(address: string, forwardedFor: string): string {
  const before = forwardedFor.split(',').at(-2)?.trim();
  return before === undefined ? address : `${before} through ${address}`;
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
    name,
    before: valueText(before[name]),
    after: valueText(after[name]),
  }));
}

function valueText(value: unknown): string | null {
  if (value === undefined) {
    return null;
  }
  if (value === null || value === '') {
    return 'none';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
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
