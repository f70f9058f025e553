// `listen`: a receiver that explains each request, fetches its file, and may forward and record it.
import { createServer } from 'node:http';
import { unixSeconds } from '../../../receivers/check/announcement.mjs';
import { send } from '../../../receivers/check/sender.mjs';
import { hasReport, readAnnouncement } from '../../../receivers/node/announcement.mjs';
import { CommandFailure } from '../failures.mjs';
import { httpUrl, wholeNumber } from '../options.mjs';
import { MAX_BODY_BYTES } from '../signature.mjs';
import { download } from './download.mjs';
import { age, explain } from './explain.mjs';
import { record } from './recorded.mjs';
import { readSignatures, signatureOption } from './signatures.mjs';
import { amount, answered, bytes, quoted, withoutToken } from './text.mjs';

const HOP_BY_HOP = /^(host|connection|content-length|transfer-encoding|keep-alive|user-agent)$/i;
const REFUSALS = { 'body-too-large': 413 };

export const listen = {
  name: 'listen',
  group: 'For developers of receivers',
  summary: 'receive webhooks, and explain each request',
  usage: '[--port PORT] [--save DIR] [--forward-to URL] [--record DIR]',
  options: {
    port: { type: 'string', value: 'PORT', about: 'port on 127.0.0.1 (default 8000)' },
    save: { type: 'string', value: 'DIR', about: 'save the files of the reports here' },
    'forward-to': { type: 'string', value: 'URL', about: 'pass each request on, byte for byte, and its answer back' },
    record: { type: 'string', value: 'DIR', about: 'write each request here, for replay and verify' },
    ...signatureOption,
  },
  details: 'With --forward-to, the receiver fetches the files itself, unless --save is given.',

  async run({ options }, io) {
    const port = wholeNumber(options.port ?? '8000', '--port', 0, 65_535);
    const target = options['forward-to'] && httpUrl(options['forward-to'], '--forward-to');
    const { signatures, note } = readSignatures(options, io.env);
    if (note) io.error(note);
    const listener = new Listener({ signatures, target, save: options.save, folder: options.record, io });
    const server = createServer((request, response) => void listener.receive(request, response).catch(() => response.destroy()));
    await opened(server, port);
    const stop = io.stop; // listens to Ctrl-C before the line that names it
    io.out(`listening on http://127.0.0.1:${server.address().port}/cdr-webhook, Ctrl-C ends`);
    await new Promise((resolve) => (stop.aborted ? resolve() : stop.addEventListener('abort', resolve)));
    server.close();
    server.closeAllConnections();
  },
};

function opened(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (fault) =>
      reject(new CommandFailure(`port ${port} cannot be used (${fault.code}); choose another one with --port`)),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}

class Listener {
  #settings;
  #count = 0;
  #seen = new Map();

  constructor(settings) {
    this.#settings = settings;
  }

  async receive(request, response) {
    const { signatures, target, save, folder, io } = this.#settings;
    const headers = request.rawHeaders.flatMap((name, index, all) => (index % 2 === 0 ? [[name, all[index + 1]]] : []));
    const body = await bodyOf(request);
    const lines = [
      `${new Date().toTimeString().slice(0, 8)} ${request.method} ${quoted(request.url).slice(1, -1)}, ${bytes(body.length)}`,
    ];
    const verdict = explain(headers, body, signatures, unixSeconds());
    const announced = verdict.id && readAnnouncement(body);
    lines.push(...this.#aboutSignature(verdict, request.headers), ...aboutBody(verdict, announced));
    this.#count += 1;
    if (folder) lines.push(`  recorded   ${record(folder, this.#count, headers, body)}`);
    const answer = target ? await forward(target, headers, body) : ownAnswer(request, verdict);
    lines.push(`  ${target ? 'forwarded' : 'answer   '}  ${answered(answer)}`);
    response.writeHead(answer.status ?? 502, { Connection: 'close' }).end(answer.text);
    io.out(lines.join('\n'));
    if (announced && hasReport(announced) && (save || !target))
      io.out(`  fetched    ${verdict.id}: ${(await download(announced, verdict.id, save, signatures)).line}`);
  }

  #aboutSignature({ id, reason, hints }, headers) {
    if (!id) return [`  signature  refused: ${reason}`, ...hints.map((hint) => `             ${hint}`)];
    const times = (this.#seen.get(id) ?? 0) + 1;
    this.#seen.set(id, times);
    return [
      `  signature  valid, signed ${age(unixSeconds() - Number(headers['webhook-timestamp']))}`,
      `  webhook-id ${id}${times > 1 ? `, repeat number ${times - 1}: its link is the newer one` : ''}`,
    ];
  }
}

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES + chunk.length) chunks.push(chunk); // the rest is read but dropped, so that the sender gets an answer
  }
  return Buffer.concat(chunks);
}

function ownAnswer({ method }, { id, reason }) {
  if (method !== 'POST') return { status: 405, text: 'Send a POST' };
  return id ? { status: 200, text: '' } : { status: REFUSALS[reason] ?? 401, text: reason };
}

async function forward(target, headers, body) {
  return send(target, { headers: headers.filter(([name]) => !HOP_BY_HOP.test(name)), body });
}

function aboutBody({ id }, announced) {
  if (!id) return [];
  if (id.startsWith('notice_')) return ['  body       a notice: answer 200, there is nothing to fetch'];
  if (!announced) return ['  body       signed, but not an announcement: keep it, answer 200, and set it aside'];
  const { fileName, fileSizeInBytes, numberOfLines, taskName, taskId, error, callbackURL, validUntil } = announced;
  const test = taskId === Number.MAX_SAFE_INTEGER ? ', a test delivery' : '';
  return [
    `  report     ${quoted(fileName)}, ${bytes(fileSizeInBytes)}, ${amount(numberOfLines)} lines, task ${taskId} ${quoted(taskName)}${test}`,
    ...(error ? [`  error      ${quoted(error)}: ${hasReport(announced) ? 'the report is fine' : 'nothing is fetched'}`] : []),
    `  link       ${withoutToken(callbackURL)} until ${quoted(validUntil).slice(1, -1)}`,
  ];
}
