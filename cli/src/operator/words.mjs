// Values of the API in words for people.

const NUMBER = new Intl.NumberFormat('en-GB');
const TENTHS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
// Control and format characters, separators of lines, and other characters that Unicode marks as ignorable.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|\p{Default_Ignorable_Code_Point}/gu;
/** The task of test deliveries. */
const TEST_TASK = Number.MAX_SAFE_INTEGER;

/** Makes untrusted text safe for a terminal: replaces invisible and control characters by visible ones. */
export function visible(text) {
  return String(text).replace(UNSEEN, (character) => {
    const code = character.codePointAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** "2026-03-05 03:12:43 UTC"; "-" for null. */
export function moment(instant) {
  return instant === null ? '-' : `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}

/** "03-05 03:12" in UTC: records are kept for 90 days, so the year adds nothing. */
export function shortMoment(instant) {
  return `${instant.slice(5, 10)} ${instant.slice(11, 16)}`;
}

/** "45s", "12m", "3h", "2d": how long ago. */
export function ago(instant, now = Date.now()) {
  const seconds = Math.max(0, Math.floor((now - Date.parse(instant)) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** "1 delivery", "2,000 deliveries". */
export function counted(value, one, many = `${one}s`) {
  return `${NUMBER.format(value)} ${value === 1 ? one : many}`;
}

/** "3.9 KiB". */
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${TENTHS.format(value)} ${UNITS[unit]}`;
}

/** "85 ms", "1.2 s". */
export function duration(millis) {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${TENTHS.format(millis / 1000)} s`;
}

/** "98.5 %"; a share below 1 is never 100 %. "-" for null. */
export function percent(share) {
  if (share === null) return '-';
  return `${TENTHS.format((share < 1 ? Math.min(Math.round(share * 1000), 999) : 1000) / 10)} %`;
}

export function taskWord(taskId) {
  return taskId === TEST_TASK ? 'test' : String(taskId);
}
