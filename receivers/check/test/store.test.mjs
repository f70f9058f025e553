// Tests a store that confirms: a file counts as fetched when the receiver has read it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { Store } from '../store.mjs';
import { waitFor } from '../wait.mjs';

const SECONDS = 20;

async function confirming(t) {
  const store = await new Store({ confirms: true }).start();
  t.after(() => store.stop());
  const report = store.add();
  const { headers } = await fetch(report.callbackURL, { redirect: 'manual' });
  return { report, address: new URL(headers.get('Location')) };
}

test('aFileThatIsReadToItsEndCounts', async (t) => {
  const { report, address } = await confirming(t);
  assert.deepEqual(Buffer.from(await (await fetch(address)).arrayBuffer()), report.bytes);
  assert.ok(await waitFor(() => report.fetched, SECONDS));
});

test('abandonedDownloadDoesNotCountAlthoughAllWasSent', async (t) => {
  const { report, address } = await confirming(t);
  const socket = connect(Number(address.port), '127.0.0.1').pause();
  socket.write(`GET ${address.pathname}${address.search} HTTP/1.1\r\nHost: store\r\n\r\n`);
  assert.ok(await waitFor(() => report.objects[0]?.sent === report.bytes.length, SECONDS));
  assert.equal(report.fetched, false);
  socket.resetAndDestroy();
  assert.ok(await waitFor(() => report.objects[0].closed, SECONDS));
  assert.equal(report.fetched, false);
});

test('theHeadOfAFileIsNoDownload', async (t) => {
  const { report, address } = await confirming(t);
  const [answer] = await once(http.request(address, { method: 'HEAD' }).end(), 'response');
  assert.equal(answer.statusCode, 403);
  assert.equal(report.fetched, false);
});
