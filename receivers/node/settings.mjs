// The settings come from the environment, the Signatures never from an argument.
import { CdrSystem } from './cdr-system.mjs';

export const signatures = (process.env.CDR_SIGNATURES ?? '').split('\n').filter((signature) => signature !== '');
export const folder = process.env.CDR_FOLDER || './cdr';
export const port = Number(process.env.PORT || 8000);
export const retrySeconds = Number(process.env.CDR_RETRY_SECONDS || 1);

if (signatures.length === 0) throw new Error('set CDR_SIGNATURES to the Signature of your webhook configuration');

/** The system at CDR_SYSTEM, the origin of each callbackURL; undefined if the receiver sends it no requests. */
export const system = process.env.CDR_SYSTEM ? new CdrSystem(process.env.CDR_SYSTEM, signatures) : undefined;
