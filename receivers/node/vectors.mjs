// Prints the results of verify, safeName, readAnnouncement, signRequest and signLink for ../vectors, one line of JSON each.
import { readFileSync } from 'node:fs';
import { readAnnouncement, safeName } from './announcement.mjs';
import { signLink, signRequest } from './cdr-system.mjs';
import { verify } from './cdr-webhook.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
const bytes = (vector) => Buffer.from(vector.body ?? vector.bodyBase64, vector.body === undefined ? 'base64' : 'utf8');
const print = (line) => console.log(JSON.stringify(line));
const READ = ['callbackURL', 'fileName', 'fileSizeInBytes', 'numberOfLines', 'taskName', 'taskId', 'error', 'validUntil'];

for (const vector of read('signatures').vectors) {
  const verdict = verify(vector.headers, bytes(vector), vector.signatures, vector.now, vector.toleranceSeconds);
  print({ name: vector.name, verdict: verdict.reason ?? 'accepted' });
}
for (const { name } of read('file-names')) print({ file: name, saved: safeName(name) });
for (const vector of read('announcements')) {
  const announcement = readAnnouncement(bytes(vector));
  const values = announcement && Object.fromEntries(READ.map((name) => [name, announcement[name]]));
  print({ announcement: vector.name, read: values && { ...values, fileSha256: announcement.fileSha256 ?? '' } });
}
for (const { name, signedWith, body } of read('receiver-requests').vectors) {
  if (signedWith) print({ request: name, signed: signRequest(signedWith, body) });
}
for (const { name, callbackURL, signatures } of read('links')) print({ link: name, signed: signLink(signatures, callbackURL) });
