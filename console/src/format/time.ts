import { currentZone, type Zone } from './zone.ts';

/** The formats in one zone; `undefined` is the browser's. */
function formats(timeZone: string | undefined) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone !== undefined && { timeZone }) });
  const minute = { hour: '2-digit', minute: '2-digit' } as const;
  const day = { day: 'numeric', month: 'short' } as const;
  const clock = { ...minute, second: '2-digit', timeZoneName: 'short' } as const;
  return {
    dateTime: format({ ...day, year: 'numeric', ...clock }),
    toTheMinute: format({ ...day, ...minute }),
    toTheSecond: format({ ...day, ...minute, second: '2-digit' }),
    zonedMinute: format({ ...day, year: 'numeric', ...minute, timeZoneName: 'short' }),
    fullDate: format({ ...day, year: 'numeric' }),
    date: format(day),
    clock: format(clock),
    minute: format(minute),
  };
}

const FORMATS: Record<Zone, ReturnType<typeof formats>> = {
  local: formats(undefined),
  UTC: formats('UTC'),
};

function inZone(): ReturnType<typeof formats> {
  return FORMATS[currentZone()];
}

const RELATIVE = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });

const RELATIVE_SHORT = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto', style: 'short' });

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "25 Nov 2026, 14:03:09 GMT+13", in the chosen zone. */
export function dateTime(instant: string): string {
  return inZone().dateTime.format(new Date(instant));
}

/** "25 Nov, 14:03:09": for a list, which says its zone elsewhere. */
export function toTheSecond(instant: string): string {
  return inZone().toTheSecond.format(new Date(instant));
}

/** "25 Nov 2026". */
export function fullDate(instant: string): string {
  return inZone().fullDate.format(new Date(instant));
}

/** "14:03:09 UTC". */
export function clock(instant: string): string {
  return inZone().clock.format(new Date(instant));
}

/** The browser's zone at this moment: "GMT+13". */
export function localZoneName(): string {
  return zoneName('local');
}

function zoneName(zone: Zone): string {
  const parts = FORMATS[zone].clock.formatToParts(new Date());
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** "Not refreshed since 25 Nov 2026, 14:03:09 UTC". */
export function notRefreshed(readAtMs: number): string {
  return `Not refreshed since ${inZone().dateTime.format(readAtMs)}`;
}

/** "25 Nov, 14:03 – 26 Nov, 09:00", "From 25 Nov, 14:03", "Before 26 Nov, 09:00"; null for any time. */
export function timeRange(from: string | null, to: string | null): string | null {
  const [begin, end] = [from, to].map((at) => at && inZone().toTheMinute.format(new Date(at)));
  if (begin && end) {
    return `${begin} – ${end}`;
  }
  return begin ? `From ${begin}` : end ? `Before ${end}` : null;
}

/** "25 Nov". */
export function dayOf(instant: string): string {
  return inZone().date.format(new Date(instant));
}

/** "25 Nov", of a day in UTC: such a day begins at another date where clocks are behind. */
export function utcDayOf(instant: string): string {
  return FORMATS.UTC.date.format(new Date(instant));
}

/** "14:00". */
export function hourOf(instant: string): string {
  return inZone().minute.format(new Date(instant));
}

/** "3 minutes ago", "in 2 hours", "just now"; or "3 min ago", "in 2 hr". */
export function relative(instant: string, nowMs: number, short = false): string {
  const seconds = Math.trunc((Date.parse(instant) - nowMs) / 1000);
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) {
      return (short ? RELATIVE_SHORT : RELATIVE).format(Math.trunc(seconds / size), unit);
    }
  }
  return 'just now';
}

/** The time left until an instant: "in 2 h 04 min", "in 1 min 09 s", "due now". */
export function countdown(instant: string, nowMs: number): string {
  const seconds = Math.ceil((Date.parse(instant) - nowMs) / 1000);
  if (seconds <= 0) {
    return 'due now';
  }
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  if (hours > 0) {
    return `in ${hours} h ${two(minutes)} min`;
  }
  return minutes > 0 ? `in ${minutes} min ${two(rest)} s` : `in ${rest} s`;
}

/** A date for an input of type datetime-local: in the chosen zone, to the minute. */
export function toLocalInput(date: Date): string {
  if (currentZone() === 'UTC') {
    return date.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
  }
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The start of the minute of an instant: an input of type datetime-local has no seconds. */
export function toTheMinute(atMs: number): string {
  return new Date(Math.floor(atMs / 60_000) * 60_000).toISOString();
}

/** The instant in such an input; null if it is empty or invalid. */
export function fromLocalInput(text: string): string | null {
  const date = new Date(currentZone() === 'UTC' ? `${text}Z` : text);
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/**
 * Describes the value of such an input, because browsers show it in their format and without a zone:
 * "1 Mar 2026, 14:00 GMT+13", or the zone alone while the input is empty.
 */
export function inputWords(text: string): string {
  const instant = fromLocalInput(text);
  return instant === null
    ? `Time zone: ${zoneName(currentZone())}`
    : inZone().zonedMinute.format(new Date(instant));
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
