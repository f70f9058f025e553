// The system to which the suite's receivers send requests, on 127.0.0.1: it answers `renew-link` and `list-reports` for reports
// of the store, and `statement`.
import { createServer } from 'node:http';
import { signedHeaders, xCdrSignature } from '../../cli/src/signature.mjs';
import { announcement, bodyOf, newId, unixSeconds } from './announcement.mjs';

const PATH = '/bulk/cdr-mgr/v1/receiver-requests';
const BAD_SIGNATURE = 'X-CDR-Signature is not the base64 of HMAC-SHA512 over the body, keyed with a Signature';
const PAGE = 2;
const HELD_BACK_MILLISECONDS = 180_000;
const LONGEST_REQUEST = 1024;
const TOLERANCE_MILLISECONDS = 300_000;
const ID = /^req_[0-9a-f]{32}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const RENEWAL = ['at', 'deliveryId', 'id', 'request'];
const DAY = /^\d{4}-\d\d-\d\d$/;
const SUBJECTS = ['deliveryId', 'configurationId'];
const LISTING = { required: ['at', 'from', 'id', 'request'], optional: ['cursor'] };
const STATEMENT = { required: ['at', 'day', 'id', 'request'], optional: ['part'] };

/** The configuration of all reports. */
export const CONFIGURATION = `cfg_${'5'.repeat(32)}`;

export class System {
  /** The requests with valid signatures, in the order of arrival. Each has `receivedAt`. */
  asked = [];
  /** The reasons for refused requests that name a delivery of the cases, without secrets. */
  faults = [];
  #deliveries = new Map();
  #ids = new Set();
  #days = new Map();
  #server = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));

  /** Creates a system that accepts requests signed with any of the Signatures, and signs with the first one. */
  constructor(signatures) {
    this.signatures = signatures;
  }

  async start() {
    await new Promise((resolve, reject) => this.#server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return this;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get address() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /**
   * Adds a delivery and returns its id: a renewal announces `report` of the store. The system calls `renewal` for each
   * renewal, with its number (0, 1, ...). It returns nothing for the right answer, or { status, headers }, or { report, id,
   * signatures } to replace those of the right answer. `listed: false` leaves the delivery out of lists.
   */
  add(report, { id = newId(), renewal = () => {}, listed = true } = {}) {
    this.#deliveries.set(id, { report, renewal, listed, renewals: 0 });
    return id;
  }

  /** Gives a day a statement, in parts as bytes. `signatures` replace those of the right answers. */
  state(day, parts, signatures) {
    this.#days.set(day, { parts, signatures });
  }

  /** Returns the renewals that the receiver requested for a delivery. */
  renewalsOf(deliveryId) {
    return this.asked.filter((each) => each.request === 'renew-link' && each.deliveryId === deliveryId);
  }

  async #answer(request, response) {
    const body = Buffer.concat(await request.toArray());
    if (request.url !== PATH) return problem(response, 404, 'There is no such resource.');
    if (request.method !== 'POST') return problem(response, 405, 'The path has POST alone.');
    const asked = parsed(body);
    const signed = this.signatures.some((key) => request.headers['x-cdr-signature'] === xCdrSignature(key, body));
    const known = asked && (asked.configurationId === CONFIGURATION || this.#deliveries.has(asked.deliveryId));
    if (known && !signed) this.faults.push(BAD_SIGNATURE);
    if (!signed || !known) return problem(response, 401, 'The request is not signed as it must be.');
    const wrong = body.length > LONGEST_REQUEST ? 'a request has at most 1,024 bytes' : mistake(asked);
    if (wrong || this.#ids.has(asked.id)) {
      this.faults.push(wrong ?? 'an id was used twice');
      return problem(response, wrong ? 422 : 409, wrong ?? 'The id was used: take a new one.');
    }
    this.#ids.add(asked.id);
    this.asked.push({ ...asked, receivedAt: performance.now() });
    if (asked.request === 'renew-link') this.#renew(asked, response);
    else if (asked.request === 'statement') this.#answerPart(asked, response);
    else this.#list(asked, response);
  }

  #renew({ deliveryId }, response) {
    const delivery = this.#deliveries.get(deliveryId);
    const { status, headers, report = delivery.report, id = deliveryId, signatures } = delivery.renewal(delivery.renewals) ?? {};
    delivery.renewals += 1;
    if (status) return problem(response, status, 'As the case wants it.', headers);
    this.#send(response, 201, { id, body: bodyOf(announcement(report)), signatures });
  }

  /** The blanks make a page longer than a webhook may be: real ones have up to 100 items. */
  #list({ id, cursor }, response) {
    const start = Number(cursor ?? 0);
    const all = [...this.#deliveries].filter(([, { listed }]) => listed);
    const page = {
      items: all.slice(start, start + PAGE).map(([deliveryId, { report }]) => itemOf(deliveryId, report)),
      nextCursor: start + PAGE < all.length ? String(start + PAGE) : null,
      completeUntil: new Date(Date.now() - HELD_BACK_MILLISECONDS).toISOString(),
    };
    this.#send(response, 200, { id, body: Buffer.concat([bodyOf(page), Buffer.alloc(70_000, ' ')]) });
  }

  #answerPart({ id, day, part = 1 }, response) {
    const { parts = [], signatures } = this.#days.get(day) ?? {};
    if (!parts[part - 1]) return problem(response, 404, 'There is no such part.');
    this.#send(response, 200, { id, body: parts[part - 1], signatures });
  }

  #send(response, status, { id, body, signatures = this.signatures.slice(0, 1) }) {
    const headers = signedHeaders({ signatures, id, timestamp: unixSeconds(), body });
    response.writeHead(status, ['Content-Length', body.length, ...headers.flat()]).end(body);
  }
}

function parsed(body) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function problem(response, status, detail, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers }).end(JSON.stringify({ status, detail }));
}

/** Describes the mistake in a request, or returns undefined. */
function mistake(asked) {
  if (!ID.test(asked.id)) return 'id must be req_ and 32 hexadecimal digits';
  if (!INSTANT.test(asked.at)) return 'at must be a time in UTC';
  if (Math.abs(Date.parse(asked.at) - Date.now()) > TOLERANCE_MILLISECONDS) return 'at is more than 300 seconds from now';
  const names = Object.keys(asked).sort();
  if (asked.request === 'renew-link') {
    return names.join() === RENEWAL.join() ? undefined : `a renewal has ${RENEWAL.join(', ')}, not ${names.join(', ')}`;
  }
  if (SUBJECTS.filter((name) => names.includes(name)).length !== 1) return 'the request has deliveryId or configurationId';
  if (asked.request === 'statement') return unknown(names, STATEMENT) ?? mistakeInStatement(asked);
  if (asked.request !== 'list-reports') return 'request must be renew-link, list-reports or statement';
  if (!INSTANT.test(asked.from)) return 'from must be a time in UTC';
  if (unknown(names, LISTING)) return unknown(names, LISTING);
  return (asked.cursor ?? null) === null || /^\d+$/.test(asked.cursor) ? undefined : 'cursor must be a nextCursor';
}

function unknown(names, { required, optional }) {
  const surplus = names.filter((name) => ![...required, ...SUBJECTS, ...optional].includes(name));
  return surplus.length ? `the request has no ${surplus.join(', ')}` : undefined;
}

function mistakeInStatement({ day, part = 1 }) {
  if (!DAY.test(day)) return 'day must be a day such as 2026-03-04';
  return Number.isInteger(part) && part >= 1 ? undefined : 'part must be a number from 1 on';
}

function itemOf(deliveryId, report) {
  return {
    deliveryId,
    taskId: 1,
    fileName: report.fileName,
    fileSizeInBytes: report.bytes.length,
    numberOfLines: report.lines,
    error: '',
    errorCode: '',
    fileSha256: '',
    uploadedAt: '2026-03-05T00:59:58.000Z',
    recordedAt: '2026-03-05T01:00:00.000Z',
    status: 'DELIVERED',
    linkFollowedAt: null,
  };
}
