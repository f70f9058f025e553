const NUMBER = new Intl.NumberFormat('en-GB');
const ONE_DIGIT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

export function count(value: number): string {
  return NUMBER.format(value);
}

/** "1 delivery", "2,000 deliveries". */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "3.9 KiB". */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${ONE_DIGIT.format(value)} ${UNITS[unit] ?? ''}`;
}

/** A share from 0 to 1 as "99.5 %"; a share below 1 never shows as 100 %. */
export function percent(share: number): string {
  const tenths = share < 1 ? Math.min(Math.round(share * 1000), 999) : 1000;
  return `${ONE_DIGIT.format(tenths / 10)} %`;
}

/** "85 ms", "1.2 s". */
export function duration(ms: number): string {
  return ms < 1000 ? `${count(Math.round(ms))} ms` : `${ONE_DIGIT.format(ms / 1000)} s`;
}

const ISO_UNITS: Record<string, string> = { D: 'd', H: 'h', M: 'min', S: 's' };

/** An ISO 8601 duration in words: "PT1H30M" is "1 h 30 min". */
export function isoDuration(text: string): string {
  const parts = [...text.matchAll(/([\d.]+)([DHMS])/g)];
  return (
    parts.map(([, value, unit]) => `${value ?? ''} ${ISO_UNITS[unit ?? ''] ?? ''}`).join(' ') ||
    text
  );
}
