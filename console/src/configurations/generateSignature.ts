const BYTES = 32;

/** Returns 256 bits from the browser's secure random source, as 43 letters, digits, - and _. */
export function generateSignature(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
