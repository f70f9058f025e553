// Sends the signed requests of a receiver to the system: for a fresh link, the list of reports, and statements.
import { randomBytes } from 'node:crypto';
import { CommandFailure } from '../failures.mjs';
import { MAX_BODY_BYTES, verify, xCdrSignature } from '../signature.mjs';
import { unixSeconds } from '../../../receivers/check/announcement.mjs';
import { quoted } from './text.mjs';

const DELIVERY = /^dlv_[0-9a-f]{32}$/;
const PATH = '/bulk/cdr-mgr/v1/receiver-requests';
const TIMEOUT_MILLISECONDS = 60_000;
const MAX_WAIT_SECONDS = 60;
const TRIES = 5;
const TOLERANCE_SECONDS = 300;

/** A page lists up to 100 reports, whose names and errors may be long. */
const MAX_LIST_BYTES = 4 * 1024 * 1024;

const NO_DETAIL = 'no detail';

const MEANINGS = {
  401: 'refused: check that the configuration accepts receiver requests (from this network), that CDR_SIGNATURES is its Signature, and that the clock of this machine is correct',
  404: 'the system at this address does not accept receiver requests',
};

/** Sends requests about one configuration to the system at `origin`. Retries after 409, 429 and 503, and without an answer. */
export class ReceiverRequests {
  #url;
  #configurationId;
  /** The Signatures of the configuration, the new one first. */
  signatures;
  #pause;

  constructor({ origin, configurationId, signatures, pause }) {
    this.#url = new URL(PATH, origin);
    this.#configurationId = configurationId;
    this.signatures = signatures;
    this.#pause = pause;
  }

  /** Returns { items, completeUntil } of all reports recorded from the instant `from` on. */
  async list(from) {
    const items = [];
    let cursor = null;
    for (;;) {
      const page = await this.#ask({ request: 'list-reports', configurationId: this.#configurationId, from, cursor });
      items.push(...page.items.map(checked));
      if (page.nextCursor === null) return { items, completeUntil: page.completeUntil };
      cursor = page.nextCursor;
    }
  }

  /** Returns the announcement of a delivery with a fresh link. */
  renew(deliveryId) {
    return this.#ask({ request: 'renew-link', deliveryId });
  }

  /** Confirms a delivery with the digest of the stored file. Returns whether it is the announced file; null if the system does not know. */
  async confirm(deliveryId, fileSha256) {
    return (await this.#ask({ request: 'confirm-file', deliveryId, fileSha256 })).matches;
  }

  /** Yields the bytes of each part of a day's statement, beginning with the part `first`. */
  async *statement(day, first) {
    for (let part = first; ; part += 1) {
      const bytes = await this.#bytes({ request: 'statement', configurationId: this.#configurationId, day, part });
      yield bytes;
      if (JSON.parse(bytes.toString('utf8')).lastPart !== false) return;
    }
  }

  async #ask(asked) {
    return JSON.parse((await this.#bytes(asked)).toString('utf8'));
  }

  async #bytes(asked) {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#postSigned(asked);
      if (answer.status === 200 || answer.status === 201) return this.#verified(answer, asked);
      const again = !answer.status || [409, 429, 503].includes(answer.status);
      if (!again || tries === TRIES) throw new Refused(asked.request, answer);
      await this.#pause(answer.status === 409 ? 0 : (retryAfter(answer) ?? 2 ** tries));
    }
  }

  /** A 401 may mean that the system does not accept this Signature, such as the new one before a rotation takes effect. */
  async #postSigned(asked) {
    let answer;
    for (const signature of this.signatures) {
      const id = `req_${randomBytes(16).toString('hex')}`;
      answer = { id, ...(await this.#post({ ...asked, id, at: new Date().toISOString() }, signature)) };
      if (answer.status !== 401) break;
    }
    return answer;
  }

  async #post(asked, signature) {
    const body = Buffer.from(JSON.stringify(asked));
    const headers = { 'Content-Type': 'application/json', 'X-CDR-Signature': xCdrSignature(signature, body) };
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
      const answer = await fetch(this.#url, { method: 'POST', headers, body, redirect: 'manual', signal });
      return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
    } catch (fault) {
      return { failure: fault.cause?.code ?? fault.name };
    }
  }

  /** Checks that the system has signed the answer, as it signs webhooks. The webhook-id is that of the delivery or of the request. */
  #verified({ id: requestId, headers, body }, { request, deliveryId }) {
    const expected = request === 'renew-link' ? deliveryId : requestId;
    const longest = request === 'list-reports' || request === 'statement' ? MAX_LIST_BYTES : MAX_BODY_BYTES;
    const { id, reason } = verify([...headers], body, this.signatures, unixSeconds(), TOLERANCE_SECONDS, longest);
    if (reason) throw new CommandFailure(`the signature of the answer is missing or invalid: ${reason}`);
    if (id !== expected) throw new CommandFailure(`the answer belongs to ${quoted(id)}, not to ${expected}`);
    return body;
  }
}

/** A request that the system refused. `gone` means that the report no longer exists. */
class Refused extends CommandFailure {
  constructor(request, answer) {
    super(`${request}: ${meaning(answer, request)}`);
    this.gone = answer.status === 410;
  }
}

/** Checks an id, because it becomes the name of a folder. */
function checked(report) {
  if (!DELIVERY.test(report.deliveryId)) throw new CommandFailure(`not the id of a delivery: ${quoted(report.deliveryId)}`);
  return report;
}

function retryAfter({ headers }) {
  const seconds = Number(headers?.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) ? Math.min(seconds, MAX_WAIT_SECONDS) : undefined;
}

/** Explains why there is no statement, in the words of the system if it makes statements. */
function meaning({ status, body, failure }, request) {
  if (failure) return `no answer: ${failure}`;
  const ours = request === 'statement' && status === 404 && detail(body);
  return `${status}, ${ours && ours !== NO_DETAIL ? ours : (MEANINGS[status] ?? detail(body))}`;
}

function detail(body) {
  try {
    return JSON.parse(body.toString('utf8')).detail ?? NO_DETAIL;
  } catch {
    return quoted(body.toString('utf8'));
  }
}
