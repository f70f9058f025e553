// Reads the Signatures from a file or the environment, never from an argument, which other users of the machine can see.
import { readFileSync } from 'node:fs';
import { UsageError } from '../failures.mjs';

/** Public, so that `listen` and `send` work together without any set-up. */
const EXAMPLE_SIGNATURE = 'example-only-choose-your-own';

export const signatureOption = {
  'signature-file': {
    type: 'string',
    value: 'FILE',
    about: 'file with the Signatures, one per line, the new one first (default: CDR_SIGNATURES)',
  },
};

/** Returns { signatures, note }: `note` says which variable to set when none is configured. Nothing is trimmed. */
export function readSignatures(options, env) {
  const file = options['signature-file'];
  const text = file === undefined ? env.CDR_SIGNATURES : readText(file);
  const signatures = (text ?? '').split(/\r?\n/).filter((line) => line !== '');
  if (signatures.length > 0) return { signatures };
  if (file !== undefined) throw new UsageError(`--signature-file contains no Signature: ${file}`);
  return {
    signatures: [EXAMPLE_SIGNATURE],
    note: "CDR_SIGNATURES is not set, so the public example Signature is used. Set it to your configuration's Signature: export CDR_SIGNATURES='...'",
  };
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (fault) {
    throw new UsageError(`--signature-file must name a file that can be read: ${file} (${fault.code})`);
  }
}
