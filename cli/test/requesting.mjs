// A system that answers receiver requests, on 127.0.0.1, with the reports of a Store.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { announcement, bodyOf, newId, unixSeconds } from '../../receivers/check/announcement.mjs';
import { Store } from '../../receivers/check/store.mjs';
import { signedHeaders, xCdrSignature } from '../src/signature.mjs';

export const CONFIGURATION = `cfg_${randomBytes(16).toString('hex')}`;
export const COMPLETE_UNTIL = '2026-03-05T03:00:00.000Z';
const PAGE = 2;

export class RequestedSystem {
  /** The requests so far, in order. */
  asked = [];
  /** Statuses that replace the right answers, each once. */
  refusals = [];
  /** The number of the part that its statements lack. */
  breaksAtPart;
  /** A function that the server awaits before each answer. */
  whenAsked = () => {};
  #store = new Store();
  #reports = new Map();
  #statements = new Map();
  #before = '';
  #server = createServer((request, response) => void this.#answer(request, response));

  constructor(signature) {
    this.signature = signature;
  }

  async start() {
    await this.#store.start();
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  stop() {
    this.#store.stop();
    this.#server.close();
  }

  /** Adds a report as Store#add does, and returns its delivery's id. `changes` replaces values in the list and the announcement. */
  add(report = {}, changes = {}) {
    const deliveryId = newId();
    this.#reports.set(deliveryId, { report: this.#store.add(report), changes });
    return deliveryId;
  }

  /** The requests for a report, to its link and to the store. */
  requestsOf(deliveryId) {
    const { callbackURL, links, objects } = this.#reports.get(deliveryId).report;
    return { callbackURL, links, objects };
  }

  bytesOf(deliveryId) {
    return this.#reports.get(deliveryId).report.bytes;
  }

  async #answer(request, response) {
    const body = Buffer.concat(await request.toArray());
    const asked = JSON.parse(body);
    this.asked.push(asked);
    await this.whenAsked(asked);
    const refusal = this.refusals.shift();
    const signed = request.headers['x-cdr-signature'] === xCdrSignature(this.signature, body);
    if (refusal || !signed) return response.writeHead(refusal ?? 401, { 'Retry-After': '0' }).end('{"detail":"as told"}');
    const [status, id, answer] = this.#granted(asked);
    if (!answer) return response.writeHead(status).end('{"detail":"There is no such part."}');
    const bytes = Buffer.isBuffer(answer) ? answer : bodyOf(answer);
    const headers = signedHeaders({ signatures: [this.signature], id: this.answersAs ?? id, timestamp: unixSeconds(), body: bytes });
    response.writeHead(status, headers.flat()).end(bytes);
  }

  #granted(asked) {
    if (asked.request === 'renew-link') return this.#renewed(asked);
    if (asked.request === 'statement') return this.#stated(asked);
    return [200, asked.id, asked.request === 'confirm-file' ? this.#confirmed(asked) : this.#listed(asked)];
  }

  /** Adds the statement of a day, in parts: each is a list of ids. Returns the bytes of the parts. */
  state(day, parts, changes = {}) {
    const made = parts.map((ids, index) => {
      const statement = {
        statement: 1,
        configurationId: CONFIGURATION,
        day,
        part: index + 1,
        lastPart: index + 1 === parts.length,
        madeAt: '2026-03-05T00:30:00.000Z',
        before: this.#before,
        numbers: [],
        reports: ids.map((id) => this.#statedReport(id, day)),
        ...changes,
      };
      const bytes = bodyOf(statement);
      this.#before = createHash('sha256').update(bytes).digest('hex');
      return bytes;
    });
    this.#statements.set(day, made);
    return made;
  }

  #statedReport(deliveryId, day) {
    const { report, changes } = this.#reports.get(deliveryId);
    return {
      deliveryId,
      taskId: 1,
      sequence: 0,
      fileName: report.fileName,
      fileSizeInBytes: report.bytes.length,
      numberOfLines: report.lines,
      errorCode: '',
      fileSha256: createHash('sha256').update(report.bytes).digest('hex'),
      reportVersion: '',
      uploadedAt: `${day}T11:59:58.000Z`,
      recordedAt: `${day}T12:00:00.000Z`,
      status: 'DELIVERED',
      ...changes,
    };
  }

  #stated({ id, day, part }) {
    const bytes = part === this.breaksAtPart ? undefined : this.#statements.get(day)?.[part - 1];
    return [bytes ? 200 : 404, id, bytes];
  }

  #confirmed({ deliveryId, fileSha256 }) {
    const { bytes } = this.#reports.get(deliveryId).report;
    return { deliveryId, matches: fileSha256 === createHash('sha256').update(bytes).digest('hex') };
  }

  #renewed({ deliveryId }) {
    const { report, changes } = this.#reports.get(deliveryId);
    return [201, deliveryId, announcement(report, changes)];
  }

  #listed({ cursor }) {
    const start = Number(cursor ?? 0);
    const items = [...this.#reports].slice(start, start + PAGE).map(([deliveryId, { report, changes }]) => ({
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
      ...changes,
    }));
    const nextCursor = start + PAGE < this.#reports.size ? String(start + PAGE) : null;
    return { items, nextCursor, completeUntil: COMPLETE_UNTIL };
  }
}
