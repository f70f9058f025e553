// Handles the requests of every server.
import { verify } from './cdr-webhook.mjs';
import { openInbox } from './inbox.mjs';
import { folder, retrySeconds, signatures, system } from './settings.mjs';
import { log, startWorker } from './worker.mjs';

const inbox = openInbox(folder);
startWorker(inbox, { folder, retrySeconds, signatures, system });

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
