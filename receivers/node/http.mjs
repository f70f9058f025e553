// The receiver with node:http.
import { createServer } from 'node:http';
import { MAX_BODY_BYTES } from './cdr-webhook.mjs';
import { port, receive } from './receiver.mjs';

const server = createServer(async (request, response) => {
  if (request.url.split('?')[0] !== '/cdr-webhook') return response.writeHead(404).end();
  if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end();

  const chunks = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return response.writeHead(413, { connection: 'close' }).end('body-too-large');
    }
  } catch {
    return; // the sender went away in the middle of the body
  }
  const { status, text } = receive(request.headersDistinct, Buffer.concat(chunks));
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
});
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/cdr-webhook`));
