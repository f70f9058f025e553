// Requests fresh links, the list of reports, and statements from the system. The configuration must allow such requests.
import { createHmac, randomBytes } from 'node:crypto';
import { MAX_BODY_BYTES, verify } from './cdr-webhook.mjs';

const PATH = '/bulk/cdr-mgr/v1/receiver-requests';
const MOST_MILLISECONDS = 60_000;
const MOST_RETRY_AFTER_SECONDS = 3600;
/** A page of a list, and a part of a statement, may be longer than a webhook. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** A request that got no valid answer. The message has no secrets, so it may be logged. */
export class RequestFailure extends Error {
  constructor(message, { status = 0, retryAfterSeconds = 0 } = {}) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The X-CDR-Signature of a request. */
export const signRequest = (signature, body) => createHmac('sha512', Buffer.from(signature, 'utf8')).update(body).digest('base64');

/** The X-CDR-Signature of a request for a link: one value for each Signature, since any of them may be in force. */
export const signLink = (signatures, link) => signatures.map((signature) => signRequest(signature, link)).join(', ');

export class CdrSystem {
  #url;
  #signatures;

  constructor(address, signatures) {
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
      throw new Error(`CDR_SYSTEM must be an address such as https://cdr.example.com: ${address}`);
    }
    this.#url = new URL(PATH, address);
    this.#signatures = signatures;
  }

  /** An announcement of the delivery with a fresh link, for the inbox: { signedAt, body }. */
  renew(deliveryId) {
    return this.#ask({ request: 'renew-link', deliveryId }, MAX_BODY_BYTES);
  }

  /**
   * A page of the reports recorded since `from`: { items, nextCursor, completeUntil }. `of` is { deliveryId }, that of any
   * delivery, or { configurationId }.
   */
  async list(of, from, cursor) {
    const { body } = await this.#ask({ request: 'list-reports', ...of, from, cursor }, MAX_PAGE_BYTES);
    return JSON.parse(body.toString('utf8'));
  }

  /** The bytes of a part (from 1 on) of the statement of a day. `of` is as for `list`. */
  async statement(of, day, part) {
    return (await this.#ask({ request: 'statement', ...of, day, part }, MAX_PAGE_BYTES)).body;
  }

  async #ask(asked, longest) {
    let answer;
    for (const signature of this.#signatures) {
      answer = await this.#post({ ...asked, id: `req_${randomBytes(16).toString('hex')}` }, signature, longest);
      if (answer.status !== 401) break; // 401: the system does not accept the new Signature before the rotation
    }
    const { status, headers, body } = answer;
    if (status !== 200 && status !== 201) {
      throw new RequestFailure(`the system answered ${status}`, { status, retryAfterSeconds: retryAfterSeconds(headers) });
    }
    const now = Math.floor(Date.now() / 1000);
    const { id, signedAt, reason } = verify([...headers], body, this.#signatures, now, 300, longest);
    if (reason) throw new RequestFailure(`the answer of the system has an invalid signature: ${reason}`);
    if (id !== answer.expectedId) throw new RequestFailure('the answer of the system belongs to another request');
    return { signedAt, body };
  }

  /** An answer has the webhook-id of the delivery that gets a link, and any other that of its request. */
  async #post(asked, signature, longest) {
    const body = Buffer.from(JSON.stringify({ ...asked, at: new Date().toISOString() }));
    const headers = {
      'content-type': 'application/json',
      'x-cdr-signature': signRequest(signature, body),
      'accept-encoding': 'identity',
    };
    try {
      const signal = AbortSignal.timeout(MOST_MILLISECONDS);
      const answer = await fetch(this.#url, { method: 'POST', headers, body, redirect: 'manual', signal });
      const expectedId = asked.request === 'renew-link' ? asked.deliveryId : asked.id;
      return { status: answer.status, headers: answer.headers, body: await bytesOf(answer, longest), expectedId };
    } catch {
      throw new RequestFailure('the system does not answer');
    }
  }
}

/** At most one byte above the limit, which is enough to refuse the answer. */
async function bytesOf(answer, longest) {
  const chunks = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > longest) break;
  }
  return Buffer.concat(chunks);
}

/** The pause that Retry-After asks for, and one second more, because the inbox keeps whole seconds; 0 without it. */
function retryAfterSeconds(headers) {
  const given = headers.get('retry-after') ?? '';
  return /^[0-9]{1,9}$/.test(given) ? Math.min(MOST_RETRY_AFTER_SECONDS, Number(given) + 1) : 0;
}
