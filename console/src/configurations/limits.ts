import type { FieldError } from '../api/problem.ts';

/** The limits of a configuration: requests in flight, and requests per second (null for no limit). */
export interface Limits {
  maxInFlight: number;
  maxPerSecond: number | null;
}

/** The limits as text in the form; empty for no limit. */
export interface LimitTexts {
  maxInFlight: string;
  maxPerSecond: string;
}

const MAX_IN_FLIGHT = 100;
const MAX_PER_SECOND = 1_000;

export const STANDARD_LIMITS: LimitTexts = { maxInFlight: '10', maxPerSecond: '' };

export function limitTexts({ maxInFlight, maxPerSecond }: Limits): LimitTexts {
  return {
    maxInFlight: String(maxInFlight),
    maxPerSecond: maxPerSecond === null ? '' : String(maxPerSecond),
  };
}

/** Reads the limits from text, or returns the errors in the words of the API. */
export function readLimits(texts: LimitTexts): Limits | FieldError[] {
  const maxInFlight = wholeNumber(texts.maxInFlight, MAX_IN_FLIGHT);
  const noRate = texts.maxPerSecond.trim() === '';
  const maxPerSecond = noRate ? null : wholeNumber(texts.maxPerSecond, MAX_PER_SECOND);
  const errors = [
    ...(maxInFlight === null ? [error('maxInFlight', MAX_IN_FLIGHT)] : []),
    ...(maxPerSecond === null && !noRate ? [error('maxPerSecond', MAX_PER_SECOND)] : []),
  ];
  return maxInFlight === null || errors.length > 0 ? errors : { maxInFlight, maxPerSecond };
}

/** "At most 10 requests in flight and 20 per second". */
export function limitWords({ maxInFlight, maxPerSecond }: Limits): string {
  const inFlight = `At most ${maxInFlight} ${maxInFlight === 1 ? 'request' : 'requests'} in flight`;
  return maxPerSecond === null ? inFlight : `${inFlight} and ${maxPerSecond} per second`;
}

function wholeNumber(text: string, most: number): number | null {
  const digits = text.trim();
  const value = Number(digits);
  return /^[0-9]+$/.test(digits) && value >= 1 && value <= most ? value : null;
}

function error(field: keyof LimitTexts, most: number): FieldError {
  return { field, detail: `must be a whole number from 1 to ${most}` };
}
