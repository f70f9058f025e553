// The receiver with Express.
import express from 'express';
import { MAX_BODY_BYTES } from './cdr-webhook.mjs';
import { receive } from './receiver.mjs';
import { port } from './settings.mjs';

const app = express();

// express.raw gives the bytes as they arrived; express.json would not. "type" says: whatever the Content-Type is.
app.post('/cdr-webhook', express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false }), (request, response) => {
  const { status, text } = receive(request.headersDistinct, request.body ?? Buffer.alloc(0));
  response.status(status).type('text/plain').send(text);
});

// Express' own answer would show a stack trace. 413 comes from express.raw.
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  response.status(error.status ?? 500).type('text/plain').send(error.status === 413 ? 'body-too-large' : '');
});

app.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/cdr-webhook`));
