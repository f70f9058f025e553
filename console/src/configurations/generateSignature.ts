const BYTES = 32;

/** 256 random bits from the browser's cryptography, as 43 letters, digits, - and _. */
export function generateSignature(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
