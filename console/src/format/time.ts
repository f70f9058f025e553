const DATE_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const TO_THE_MINUTE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const UTC_DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const HOUR = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const RELATIVE = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });

const RELATIVE_SHORT = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto', style: 'short' });

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "25 Nov 2026, 14:03:09", in the browser's time zone. */
export function dateTime(instant: string): string {
  return DATE_TIME.format(new Date(instant));
}

/** "Not refreshed since 25 Nov 2026, 14:03:09". */
export function notRefreshed(readAtMs: number): string {
  return `Not refreshed since ${DATE_TIME.format(readAtMs)}`;
}

/** "25 Nov, 14:03 – 26 Nov, 09:00", "From 25 Nov, 14:03", "Before 26 Nov, 09:00"; null for any time. */
export function timeRange(from: string | null, to: string | null): string | null {
  const [begin, end] = [from, to].map((at) => at && TO_THE_MINUTE.format(new Date(at)));
  if (begin && end) {
    return `${begin} – ${end}`;
  }
  return begin ? `From ${begin}` : end ? `Before ${end}` : null;
}

/** "25 Nov". */
export function dayOf(instant: string): string {
  return DATE.format(new Date(instant));
}

/** "25 Nov", of a day in UTC: such a day begins at another date where clocks are behind. */
export function utcDayOf(instant: string): string {
  return UTC_DATE.format(new Date(instant));
}

/** "14:00". */
export function hourOf(instant: string): string {
  return HOUR.format(new Date(instant));
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

/** A date for an input of type datetime-local: local time, to the minute. */
export function toLocalInput(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant in such an input; null if it is empty or invalid. */
export function fromLocalInput(text: string): string | null {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
