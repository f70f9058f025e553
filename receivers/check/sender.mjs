// Sends one request to a receiver, as the system does: HTTP/1.1, one connection each, 15 seconds, no redirect followed.
import http from 'node:http';
import https from 'node:https';

const TIMEOUT_SECONDS = 15;
const MAX_ANSWER_BYTES = 4096;

/**
 * Returns { status, text, headers }, or { failure } without a complete answer. It calls `onStatus` as soon as it knows the
 * status. It sends the extra `headers`, such as those of real senders, unchanged.
 */
export function send(url, { headers, body, chunked = false, onStatus = () => {} }) {
  return new Promise((resolve) => {
    const { request: open } = url.protocol === 'https:' ? https : http;
    const framing = chunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(body.length)];
    const all = ['Host', url.host, 'User-Agent', 'cdr-webhooks/1.0', 'Connection', 'close', ...headers.flat(), ...framing];
    const request = open(url, { method: 'POST', headers: all, agent: false });
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${TIMEOUT_SECONDS} s`)), TIMEOUT_SECONDS * 1000);
    const end = (answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    request.on('error', (fault) => end({ failure: fault.code ?? fault.message }));
    request.on('response', (response) => {
      onStatus(response.statusCode);
      collect(response, end);
    });
    request.end(body);
  });
}

function collect(response, end) {
  const answer = { status: response.statusCode, headers: response.headers, text: '' };
  response.setEncoding('utf8');
  response.on('data', (text) => (answer.text = (answer.text + text).slice(0, MAX_ANSWER_BYTES)));
  response.on('end', () => end(answer));
  response.on('error', (fault) => end({ failure: `the answer broke off: ${fault.code ?? fault.message}` }));
}

/** Lets at most `limit` calls run at the same time. */
export function atMost(limit, call) {
  const waiting = [];
  let running = 0;
  return async (...args) => {
    if (running >= limit) await new Promise((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await call(...args);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
