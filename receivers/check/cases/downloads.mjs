// Cases about fetching a report when the link or the store fails.
import { createHmac } from 'node:crypto';
import { announcement, bodyOf, inPayloadTwo } from '../announcement.mjs';
import { someReport } from '../store.mjs';
import { CaseFailure, CaseSkipped } from '../trial.mjs';
import { waitFor } from '../wait.mjs';

const LARGE = 400_000;
const HALF = 200_000;

/** Gives the first requests these faults, in their order. */
const first =
  (...faults) =>
  (number) =>
    faults[number];

async function resumes(t) {
  const report = t.store.add({ bytes: someReport(LARGE), object: first({ cutAfter: HALF }) });
  await t.announce(report);
  await t.fetchedAgain(report);
  const last = report.objects.findLast((each) => each.complete);
  if (last.from === 0)
    throw new CaseFailure(
      `after a break at byte ${HALF} it began at byte 0 again; send Range: bytes=<size so far>- to the redirect's target`,
    );
  await t.saved(report);
}

/** After the break, the link leads to another version. The receiver must not join half of each into one file. */
async function doesNotMix(t) {
  const before = someReport(LARGE);
  const report = t.store.add({ bytes: someReport(LARGE), object: first({ bytes: before, cutAfter: HALF }) });
  await t.announce(report);
  await t.fetchedAgain(report);
  const last = report.objects.findLast((each) => each.complete);
  if (last.from > 0)
    throw new CaseFailure(
      `it joined two versions of the file at byte ${last.from}; send the ETag of the first answer as If-Match`,
    );
  await t.saved(report);
}

async function rangeIgnored(t) {
  const report = t.store.add({ bytes: someReport(LARGE), object: first({ cutAfter: HALF }, { ignoreRange: true }) });
  await t.announce(report);
  await t.fetchedAgain(report);
  await t.saved(report, 'a report that was answered 200 to a Range');
}

async function allBytesNoEnd(t) {
  const report = t.store.add({ object: first({ unframed: true }) });
  await t.announce(report);
  await t.until(() => report.objects.length > 0, 'the report was not fetched');
  await t.saved(report, 'a report whose connection broke after the last byte (a Range from its end is answered 416)');
}

const wrongSize = (bytesOf, what) => async (t) => {
  const bytes = someReport();
  const wrong = bytesOf(bytes);
  const report = t.store.add({ bytes, object: first({ bytes: wrong }) });
  await t.announce(report);
  await t.fetchedAgain(report, { what: `a report that came ${what} at first` });
  await t.saved(report, `a report that came ${what} at first`);
  if (t.seesFiles && t.receiver.saved(wrong))
    throw new CaseFailure(`the file that is ${what} was kept; compare its size with fileSizeInBytes`);
};

/** At first the store has a damaged file of the right size. Receivers of payload 1 have no digest to compare. */
async function wrongDigest(t) {
  const bytes = someReport();
  const damaged = Buffer.from(bytes);
  damaged[900] ^= 1;
  const report = t.store.add({ bytes, object: first({ bytes: damaged }) });
  await t.announce(report, { body: bodyOf(inPayloadTwo(announcement(report), bytes)) });
  await waitFor(() => report.fetched || (t.seesFiles && t.receiver.saved(damaged)), t.deadline);
  if (!report.fetched)
    throw new CaseSkipped('a damaged file was not fetched again; a receiver of payload 2 should compare it with fileSha256');
  await t.saved(report, 'a report that came damaged at first');
  if (t.seesFiles && t.receiver.saved(damaged)) throw new CaseFailure('the damaged file was kept');
}

const triesAgain = (faults) => async (t) => {
  const report = t.store.add(faults);
  await t.announce(report);
  await t.fetchedAgain(report);
  await t.saved(report);
};

/** Without an ETag the receiver cannot know whether the file has changed, so it must fetch the whole file again. */
async function withoutETag(t) {
  const cut = { bytes: someReport(LARGE), cutAfter: HALF, noEtag: true };
  const report = t.store.add({ bytes: someReport(LARGE), object: (number) => (number === 0 ? cut : { noEtag: true }) });
  await t.announce(report);
  await t.fetchedAgain(report);
  if (report.objects.some(({ ifMatch }) => ifMatch === ''))
    throw new CaseFailure('it sent an empty If-Match; when the store sends no ETag, restart without Range and If-Match');
  if (report.objects.findLast((each) => each.complete).from > 0)
    throw new CaseFailure('it joined two versions of the file; when the store sends no ETag, restart without Range');
  await t.saved(report);
}

/** The link and the store are on different ports, as they are on different hosts of a deployment. */
async function signsLinks(t) {
  const report = t.store.add();
  await t.announce(report);
  await t.fetched(report);
  if (report.objects.some(({ signature }) => signature !== undefined))
    throw new CaseFailure('it also sent X-CDR-Signature to the address of the redirect, where the header can open the link; follow the redirect without the header');
  const { signature } = report.links.at(-1);
  if (signature === undefined)
    throw new CaseSkipped('the request for the link has no X-CDR-Signature; only a configuration with signed-header needs it');
  const right = t.signatures.map((key) => createHmac('sha512', key).update(report.callbackURL).digest('base64'));
  if (!signature.split(',').some((value) => right.includes(value.trim())))
    throw new CaseFailure('the X-CDR-Signature of the request for the link is not the base64 of HMAC-SHA512 over the callbackURL');
}

const RETRY_AFTER = 3;
const LEAST_PAUSE = 1.5; // for receivers whose clock counts whole seconds

const throttled = (status) => async (t) => {
  const report = t.store.add({ link: first({ status, headers: { 'Retry-After': String(RETRY_AFTER) } }) });
  await t.announce(report);
  await t.fetchedAgain(report);
  const [refusal, next] = report.links;
  const pause = (next.at - refusal.answeredAt) / 1000;
  if (pause < LEAST_PAUSE)
    throw new CaseFailure(
      `it requested the link again after ${pause.toFixed(1)} s, although the answer ${status} had Retry-After: ${RETRY_AFTER}; wait that long`,
    );
  await t.saved(report);
};

export const downloads = [
  { name: 'resume', title: 'A broken download resumes where it broke', run: resumes },
  { name: 'resume-same-version', title: 'A resumed file is never made of two versions', run: doesNotMix },
  { name: 'range-ignored', title: 'A 200 to a Range request restarts the file', run: rangeIgnored },
  { name: 'no-etag', title: 'Without an ETag, a broken download restarts', run: withoutETag },
  {
    name: 'all-bytes-no-end',
    title: 'A connection that breaks after the last byte does no harm',
    needs: ['files'],
    run: allBytesNoEnd,
  },
  {
    name: 'short-file',
    title: 'A file that is too short is fetched again',
    run: wrongSize((bytes) => bytes.subarray(0, 900), 'too short'),
  },
  {
    name: 'long-file',
    title: 'A file that is too long is fetched again',
    run: wrongSize((bytes) => Buffer.concat([bytes, Buffer.alloc(100_000, '!')]), 'too long'),
  },
  { name: 'signed-link', title: 'A request for a link is signed, and its signature goes nowhere else', run: signsLinks },
  { name: 'wrong-digest', title: 'A file with another SHA-256 than payload 2 announces is fetched again', run: wrongDigest },
  {
    name: 'link-fails',
    title: 'A link that answers 503 or nothing is retried',
    run: triesAgain({ link: first({ status: 503 }, { reset: true }) }),
  },
  { name: 'link-throttles', title: 'A link that answers 429 is retried after its Retry-After', run: throttled(429) },
  { name: 'link-overloaded', title: 'A link that answers 503 is retried after its Retry-After', run: throttled(503) },
  {
    name: 'store-fails',
    title: 'A store that answers 503 or nothing is retried',
    run: triesAgain({ object: first({ status: 503 }, { reset: true }) }),
  },
  {
    name: 'store-refuses',
    title: 'A store that answers 403 (its address is too old) gets a new address',
    run: triesAgain({ object: first({ status: 403 }) }),
  },
].map((each) => ({ needs: ['fetch'], ...each }));
