// The filters of deliveries, as options of several commands.
import { UsageError } from '../failures.mjs';
import { oneOf, wholeNumber } from '../options.mjs';
import { configurationId } from './names.mjs';

export const STATUSES = ['PENDING', 'DELIVERED', 'FAILED', 'HELD', 'UNROUTED'];

const BEFORE = /^(\d{1,6})(s|m|h|d)$/;
const UNIT_MILLIS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const GIVEN = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?\s*(Z|UTC|[+-]\d\d:\d\d)?)?$/i;

export const FILTERS = {
  task: { type: 'string', value: 'TASK', about: 'only deliveries of this CDR task; test: tests of configurations' },
  configuration: { type: 'string', value: 'NAME', about: 'only deliveries to this configuration (name or id)' },
  status: { type: 'string', value: 'STATUS', about: STATUSES.join(', ').toLowerCase() },
  tests: { type: 'string', value: 'WHICH', about: 'only: only tests of configurations; none: no tests' },
  from: { type: 'string', value: 'TIME', about: 'only deliveries created at this time or later' },
  to: { type: 'string', value: 'TIME', about: 'only deliveries created before this time' },
};

export const ABOUT_TIMES = `TIME is a duration back from now (90m, 2h, 3d), a day (2026-03-01), or a day and a time, in UTC unless it has an
offset (2026-03-01T10:00, 2026-03-01T10:00:00+02:00).`;

/** Checks the filters without the API, and returns a function from the API to the query parameters. */
export function filterQuery({ task, configuration, status, tests, from, to }) {
  const query = {
    taskId: task === undefined ? undefined : taskNumber(task),
    status: status === undefined ? undefined : oneOf(status.toUpperCase(), '--status', STATUSES),
    test: tests === undefined ? undefined : String(oneOf(tests, '--tests', ['only', 'none']) === 'only'),
    from: from === undefined ? undefined : timeOf(from, '--from'),
    to: to === undefined ? undefined : timeOf(to, '--to'),
  };
  if (configuration === undefined) return () => query;
  return async (api) => ({ ...query, configurationId: await configurationId(api, configuration) });
}

/** Converts a time in a person's words into an instant for the API. */
export function timeOf(text, name, now = Date.now()) {
  const back = BEFORE.exec(text);
  if (back) return new Date(now - Number(back[1]) * UNIT_MILLIS[back[2]]).toISOString();
  if (text === 'now') return new Date(now).toISOString();
  const [, day, time = '00:00', seconds = ':00', zone = 'Z'] = GIVEN.exec(text) ?? [];
  const instant = new Date(`${day}T${time}${seconds}${zone.toUpperCase().replace('UTC', 'Z')}`);
  if (day === undefined || Number.isNaN(instant.getTime())) {
    throw new UsageError(`${name} must be a time such as 2h, 3d, 2026-03-01 or 2026-03-01T10:00Z: ${text}`);
  }
  return instant.toISOString();
}

function taskNumber(text) {
  return String(text === 'test' ? Number.MAX_SAFE_INTEGER : wholeNumber(text, '--task', 1, Number.MAX_SAFE_INTEGER));
}
