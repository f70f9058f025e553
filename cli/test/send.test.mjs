// Tests how long `send` waits for the download of its file.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { start } from './run.mjs';

const MORE_THAN_SOCKETS_HOLD = 40_000_000;

/** Starts a receiver that answers 200; the test does the rest. `announced` is the first announcement. */
async function receiver(t) {
  let announced;
  const first = new Promise((resolve) => (announced = resolve));
  const server = http.createServer(async (request, response) => {
    const chunks = await request.toArray();
    response.end();
    announced(JSON.parse(Buffer.concat(chunks)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}/`, announced: first };
}

test('waitsForTheEndOfADownloadThatIsUnderWay', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'cdr-send-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'large.zip'), Buffer.alloc(MORE_THAN_SOCKETS_HOLD));
  const { url, announced } = await receiver(t);
  const sending = start(['send', url, '--file', join(folder, 'large.zip'), '--wait', '1']);
  t.after(() => sending.stop());
  const { callbackURL } = await announced;
  const { headers } = await fetch(callbackURL, { redirect: 'manual' });
  const [answer] = await once(http.get(headers.get('Location'), { agent: false }), 'response'); // the test reads the body later

  await sending.line(/still fetching after 1 s/);
  let size = 0;
  for await (const chunk of answer) size += chunk.length;

  assert.equal(await sending.ended, 0);
  assert.equal(size, MORE_THAN_SOCKETS_HOLD);
  assert.match(sending.out, /file fetched, 40,000,000 bytes/);
});
