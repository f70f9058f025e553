import type { AttemptRequest } from '../api/shapes.ts';

const HIDDEN = '(hidden)';

/** cURL reads these as patterns of several URLs; with -g it does not. */
const GLOB = /[[\]{}]/;

/**
 * The request as a command for a shell. A placeholder with a name stands for each secret, so the receiver
 * refuses the signature until someone who has the key puts it in.
 */
export function curl({ method, url, headers, body }: AttemptRequest): string {
  return [
    `curl ${GLOB.test(url) ? '-g ' : ''}-X ${method} ${quoted(url)}`,
    ...headers.map(
      ({ name, value }) =>
        `-H ${quoted(`${name}: ${value.replaceAll(HIDDEN, () => `<${name}>`)}`)}`,
    ),
    `--data-raw ${quoted(body.replaceAll(HIDDEN, '<token>'))}`,
  ].join(' \\\n  ');
}

/** Quotes a text as one word of a POSIX shell, whatever characters it has. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
