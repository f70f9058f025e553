// The receiver with node:http.
import { createServer } from 'node:http';
import { MAX_BODY_BYTES } from './cdr-webhook.mjs';
import { receive } from './receiver.mjs';
import { port } from './settings.mjs';

const server = createServer((request, response) => {
  if (request.url.split('?')[0] !== '/cdr-webhook') return response.writeHead(404).end();
  if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end();

  const chunks = [];
  let size = 0;
  request.on('data', (chunk) => {
    if (response.headersSent) return; // refused; the connection is about to close
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) response.writeHead(413, { connection: 'close' }).end('body-too-large');
  });
  request.on('end', () => {
    if (response.headersSent) return;
    const { status, text } = receive(request.headersDistinct, Buffer.concat(chunks));
    response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
  });
});
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/cdr-webhook`));
