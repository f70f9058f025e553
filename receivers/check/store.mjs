// The download link and the object store of the suite, on 127.0.0.1, with faults.
//
// The store calls `link` and `object` of a report for each GET, with its number (0, 1, ...). They return the fault for it,
// or nothing for the right answer, or a promise of either. Faults:
//   { status, headers }   this status, no body                        { reset: true }         closes the connection
//   { cutAfter }          `cutAfter` bytes, then the end              { stallAfter, until }   the bytes after that wait for `until`
//   { bytes }             other bytes under another ETag              { ignoreRange: true }   200 with all bytes
//   { unframed: true }    chunked, all bytes, and no end              { noEtag: true }        no ETag
//   { stallAfter, drip, until }   as stallAfter, with one byte every `drip` seconds until then
//   { endless: true }     of a link: the right redirect, whose body never ends
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { zipOf } from './zip.mjs';

const LINK_PATH = '/bulk/cdr-mgr/v1/cdr-download-files/';

export class Store {
  #reports = new Map();
  #confirms;
  #links = createServer((request, response) => this.#link(request, response));
  #objects = createServer((request, response) => this.#object(request, response));

  /**
   * With `confirms`, a file counts as fetched when the receiver has read it: the store ends the connection after the last
   * byte, and waits until the receiver closes it too. Without `confirms`, the file counts when the last byte is sent, and the
   * connection stays open.
   */
  constructor({ confirms = false } = {}) {
    this.#confirms = confirms;
  }

  async start() {
    for (const server of [this.#links, this.#objects]) {
      await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    }
    return this;
  }

  stop() {
    for (const server of [this.#links, this.#objects]) {
      server.close();
      server.closeAllConnections();
    }
  }

  /** Adds a report with a link. `of` is another report whose bytes this link serves. */
  add({ bytes, lines = 100, fileName = 'tx00001.zip', link = () => {}, object = () => {}, of } = {}) {
    const token = randomUUID();
    const report = new Report({ token, bytes: bytes ?? of?.bytes ?? someReport(), lines, fileName, link, object });
    report.callbackURL = `http://127.0.0.1:${this.#links.address().port}${LINK_PATH}${token}`;
    this.#reports.set(token, report);
    return report;
  }

  /** Returns the secrets that no log may contain: pairs of a description and the values. */
  secrets() {
    return [
      ['the token of a link', this.tokens()],
      ['an address of the store', [...this.#reports.values()].map(({ secret }) => secret)],
    ];
  }

  /** The tokens of all links. */
  tokens() {
    return [...this.#reports.keys()];
  }

  async #link(request, response) {
    const report = this.#reports.get(request.url.slice(LINK_PATH.length));
    if (!report) return refuse(response, { status: 404 });
    if (request.method !== 'GET') return refuse(response, { status: 405 });
    const seen = { at: performance.now(), signature: request.headers['x-cdr-signature'] };
    const fault = await report.link(report.links.push(seen) - 1);
    seen.answeredAt = performance.now();
    if (fault?.reset) return response.destroy();
    if (fault?.status) return refuse(response, fault);
    const location = `http://127.0.0.1:${this.#objects.address().port}/cdr-reports/${report.token}?X-Amz-Signature=${report.secret}`;
    response.writeHead(302, { Location: location, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    if (fault?.endless) response.write('Found');
    else response.end();
  }

  async #object(request, response) {
    const url = new URL(request.url, 'http://store');
    const report = this.#reports.get(url.pathname.split('/').pop());
    if (!report || url.searchParams.get('X-Amz-Signature') !== report.secret) return refuse(response, { status: 403 });
    if (request.method !== 'GET') return refuse(response, { status: 403 }); // a presigned URL is only for GET
    const { range, 'if-match': ifMatch, 'if-range': ifRange } = request.headers;
    const seen = { range, ifMatch, ifRange, status: 0, from: 0, sent: 0, open: true, closed: false, complete: false };
    seen.signature = request.headers['x-cdr-signature'];
    response.once('close', () => (seen.open = false));
    const fault = (await report.object(report.objects.push(seen) - 1)) ?? {};
    if (fault.reset) return response.destroy();
    if (fault.status) return refuse(response, fault);
    serve(seen, fault.bytes ?? report.bytes, { ...fault, confirms: this.#confirms }, response);
  }
}

/** One announced file, and the requests for it. */
class Report {
  links = [];
  objects = [];
  secret = randomBytes(32).toString('hex');

  constructor(values) {
    Object.assign(this, values);
  }

  /** True if the store sent the file to its last byte, with the right bytes. */
  get fetched() {
    return this.objects.some((each) => each.complete);
  }

  /** True while the store sends an answer. */
  get underWay() {
    return this.objects.some((each) => each.open);
  }
}

export const etagOf = (bytes) => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** Returns a report of some kilobytes, different each time. */
export function someReport(size = 2000) {
  const lines = randomBytes(Math.ceil(size / 2))
    .toString('hex')
    .replace(/.{60}/g, '$&\n');
  return zipOf('report.csv', Buffer.from(lines));
}

function refuse(response, { status, headers = {} }) {
  response.writeHead(status, { 'Content-Length': 0, ...headers }).end();
}

function serve(seen, bytes, fault, response) {
  const etag = fault.noEtag ? undefined : etagOf(bytes);
  const headers = { ...(etag && { ETag: etag }), 'Accept-Ranges': 'bytes', 'Content-Type': 'application/zip' };
  if (seen.ifMatch && seen.ifMatch !== '*' && seen.ifMatch !== etag) return refuse(response, { status: (seen.status = 412) });
  const first = /^bytes=(\d+)-$/.exec(seen.range ?? '');
  const ranged = first && !fault.ignoreRange && !(seen.ifRange && seen.ifRange !== etag);
  seen.from = ranged ? Number(first[1]) : 0;
  if (ranged && seen.from >= bytes.length) {
    return refuse(response, { status: (seen.status = 416), headers: { 'Content-Range': `bytes */${bytes.length}` } });
  }
  if (ranged) headers['Content-Range'] = `bytes ${seen.from}-${bytes.length - 1}/${bytes.length}`;
  if (!fault.unframed) headers['Content-Length'] = bytes.length - seen.from;
  seen.status = ranged ? 206 : 200;
  response.writeHead(seen.status, headers);
  noteEnd(seen, fault, response);
  pour(seen, bytes.subarray(seen.from), fault, response);
}

/** Records when the whole answer was sent, or, if the store confirms, when the receiver has read it. */
function noteEnd(seen, fault, response) {
  const complete = () => (seen.complete = !fault.bytes);
  if (!fault.confirms) return response.once('finish', complete);
  const { socket } = response.req; // `response` has no socket if the receiver has disconnected already
  response.once('finish', () => socket.end());
  socket.once('close', (broken) => {
    seen.closed = true;
    if (response.writableFinished && !broken) complete(); // a receiver that gives up early resets the connection
  });
}

async function pour(seen, bytes, fault, response) {
  let pause = fault.cutAfter ?? fault.stallAfter ?? (fault.unframed ? bytes.length : undefined);
  if (pause === undefined) {
    response.once('finish', () => (seen.sent = bytes.length));
    return response.end(bytes);
  }
  await new Promise((resolve) => response.write(bytes.subarray(0, pause), resolve));
  seen.sent = Math.min(pause, bytes.length);
  if (fault.stallAfter === undefined) return response.socket?.end(); // the sent bytes arrive, and then the end of the stream
  if (fault.drip) pause = await drip(seen, bytes, pause, fault, response);
  await fault.until;
  if (!response.destroyed) response.end(bytes.subarray(pause));
}

/** Sends byte after byte until `until` is over. Returns how many it has sent. */
async function drip(seen, bytes, from, { drip: seconds, until }, response) {
  let over = false;
  until.then(() => (over = true));
  for (let sent = from; ; sent += 1) {
    await Promise.race([until, passed(seconds)]);
    if (over || response.destroyed || sent >= bytes.length) return sent;
    response.write(bytes.subarray(sent, sent + 1));
    seen.sent = sent + 1;
  }
}

const passed = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());
