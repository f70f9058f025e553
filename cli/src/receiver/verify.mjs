// `verify`: checks the signature of a request in files, and says why it fails.
import { unixSeconds } from '../../../receivers/check/announcement.mjs';
import { UsageError } from '../failures.mjs';
import { wholeNumber } from '../options.mjs';
import { explain } from './explain.mjs';
import { readBytes, readHeaders } from './recorded.mjs';
import { readSignatures, signatureOption } from './signatures.mjs';

export const verify = {
  name: 'verify',
  group: 'For developers of receivers',
  summary: 'check a signature, and explain why it is invalid',
  usage: '--headers FILE --body FILE [--now SECONDS]',
  options: {
    headers: { type: 'string', value: 'FILE', about: 'headers of the request: lines "Name: value", or JSON' },
    body: { type: 'string', value: 'FILE', about: 'the bytes of the body' },
    now: { type: 'string', value: 'SECONDS', about: 'the time of arrival in Unix seconds (default now)' },
    ...signatureOption,
  },
  details: '`listen --record DIR` writes such files. The exit code is 0 if the signature is valid, and 1 if not.',

  run({ options }, io) {
    for (const name of ['headers', 'body']) if (!options[name]) throw new UsageError(`verify needs --${name} FILE`);
    const { signatures, note } = readSignatures(options, io.env);
    if (note) io.error(note);
    const now = options.now === undefined ? unixSeconds() : wholeNumber(options.now, '--now', 0, 999_999_999_999);
    const { id, reason, hints } = explain(readHeaders(options.headers), readBytes(options.body, '--body'), signatures, now);
    if (id) {
      io.out(`valid: webhook-id ${id}`);
      return 0;
    }
    io.out(`refused: ${reason}`);
    for (const hint of hints) io.out(`  ${hint}`);
    return 1;
  },
};
