// What Lambda's runtime for Node does around a function: it loads it, and asks the Runtime API for events.
'use strict';

const http = require('node:http');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const BASE = '/2018-06-01/runtime/invocation/';

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const request = http.request({ host, port, method, path, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function serve() {
  const { handler } = require(process.argv[2]);
  for (;;) {
    const { headers, text } = await ask('GET', `${BASE}next`);
    const id = headers['lambda-runtime-aws-request-id'];
    try {
      await ask('POST', `${BASE}${id}/response`, JSON.stringify(await handler(JSON.parse(text))));
    } catch (fault) {
      await ask('POST', `${BASE}${id}/error`, JSON.stringify({ errorMessage: String(fault) }));
    }
  }
}

serve();
