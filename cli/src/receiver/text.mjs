// Formats requests and amounts for people.

export const amount = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

export const bytes = (number) => (number === 1 ? '1 byte' : `${amount(number)} bytes`);

export const milliseconds = (since) => `${Math.round(performance.now() - since)} ms`;

/** Foreign text in quotes, on one line, without control characters and at most `most` characters long. */
export function quoted(text, most = 120) {
  const line = JSON.stringify(text).replace(/[\p{C}\u2028\u2029]/gu, '?');
  return line.length > most ? `${line.slice(0, most)}..."` : line;
}

/** A link with the first 8 characters of its token, which is a credential. */
export function withoutToken(link) {
  if (typeof link !== 'string' || !URL.canParse(link)) return quoted(link ?? null);
  const { origin, pathname } = new URL(link);
  const parts = pathname.split('/');
  const token = parts.pop();
  return `${origin}${parts.join('/')}/${token.slice(0, 8)}...`;
}

export const answered = ({ status, text, failure }) => {
  if (failure === 'ECONNREFUSED') return 'connection refused';
  if (failure) return `no complete answer: ${failure}`;
  return `${status}${text.trim() ? ` ${quoted(text.trim())}` : ''}`;
};
