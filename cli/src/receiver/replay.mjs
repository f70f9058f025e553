// `replay`: sends recorded requests again, signed afresh.
import { unixSeconds } from '../../../receivers/check/announcement.mjs';
import { send } from '../../../receivers/check/sender.mjs';
import { UsageError } from '../failures.mjs';
import { httpUrl } from '../options.mjs';
import { signedHeaders, single } from '../signature.mjs';
import { recordings } from './recorded.mjs';
import { readSignatures, signatureOption } from './signatures.mjs';
import { answered } from './text.mjs';

export const replay = {
  name: 'replay',
  group: 'For developers of receivers',
  summary: 'resend recorded requests with new signatures',
  usage: 'DIR --to URL [--keep]',
  arguments: ['DIR'],
  options: {
    to: { type: 'string', value: 'URL', about: 'the receiver' },
    keep: { type: 'boolean', about: 'keep the recorded time and signatures; a correct receiver refuses them after 300 s' },
    ...signatureOption,
  },
  details:
    'The webhook-id and the body stay the same, including the link, which may have expired. The exit code is 0 if every answer is 2xx.',

  async run({ options, positionals: [folder] }, io) {
    if (!options.to) throw new UsageError('replay needs --to URL');
    const url = httpUrl(options.to, '--to');
    const requests = recordings(folder);
    const { signatures, note } = options.keep ? {} : readSignatures(options, io.env);
    if (note) io.error(note);
    let failures = 0;
    for (const { name, headers, body } of requests) {
      const answer = await send(url, { headers: options.keep ? headers : afresh(headers, body, signatures), body });
      io.out(`${name}  ${answered(answer)}`);
      if (!(answer.status >= 200 && answer.status <= 299)) failures += 1;
    }
    return failures ? 1 : 0;
  },
};

function afresh(headers, body, signatures) {
  const id = single(headers, 'webhook-id');
  if (!id) throw new UsageError('a recorded request must have exactly one webhook-id; --keep sends it unchanged');
  return signedHeaders({ signatures: signatures.slice(0, 1), id, timestamp: unixSeconds(), body });
}
