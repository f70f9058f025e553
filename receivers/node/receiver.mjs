// What every server does with a request. The settings come from the environment, the Signatures never from an argument.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from './cdr-webhook.mjs';
import { openInbox } from './inbox.mjs';
import { log, startWorker } from './worker.mjs';

const signatures = (process.env.CDR_SIGNATURES ?? '').split('\n').filter((signature) => signature !== '');
const folder = process.env.CDR_FOLDER || './cdr';
const retrySeconds = Number(process.env.CDR_RETRY_SECONDS || 1);
export const port = Number(process.env.PORT || 8000);

if (signatures.length === 0) throw new Error('set CDR_SIGNATURES to the Signature of your webhook configuration');

// 0o700: the inbox holds links that still work, and reports are confidential. A folder that exists keeps its mode.
mkdirSync(join(folder, 'reports'), { recursive: true, mode: 0o700 });
const inbox = openInbox(join(folder, 'inbox.sqlite'));
startWorker(inbox, folder, retrySeconds);

/** Keeps a genuine request, then returns the answer: { status, text }. Reports are fetched later, by the worker. */
export function receive(headers, body) {
  const verdict = verify(headers, body, signatures, Math.floor(Date.now() / 1000));
  if (verdict.reason) {
    log('-', `refused: ${verdict.reason}`);
    return { status: verdict.reason === 'body-too-large' ? 413 : 401, text: verdict.reason };
  }
  try {
    inbox.keep(verdict.id, verdict.signedAt, body);
  } catch (error) {
    log(verdict.id, `not stored: ${error.code ?? error.name}`);
    return { status: 503, text: 'not stored' }; // the platform sends it again
  }
  log(verdict.id, 'stored');
  return { status: 200, text: '' };
}
