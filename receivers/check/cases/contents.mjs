// Cases about the contents of announcements. They run one at a time and last, because a receiver may crash on them.
import { join, relative, sep } from 'node:path';
import { announcement, bodyOf, inPayloadTwo, newId, TEST_TASK_ID } from '../announcement.mjs';
import { signed } from '../breaks.mjs';
import { CaseFailure, described } from '../trial.mjs';

const NOT_COUNTED = 'with the error "Report is too large to count" the report is fine: fetch it';
const READ_64_BITS = 'read numbers as 64 bits';
const UNREADABLE = 40; // more than a receiver's workers process at a time

const announced = (changes, hint) => async (t) => {
  const report = t.store.add();
  await t.announce(report, { changes });
  await t.fetched(report, { hint });
  await t.saved(report);
};

async function payloadTwo(t) {
  const report = t.store.add();
  await t.announce(report, { body: bodyOf(inPayloadTwo(announcement(report, { more: 'later' }), report.bytes)) });
  await t.fetched(report, { hint: 'payload 2 is payload 1 with more properties: ignore those that you do not know' });
  await t.saved(report);
}

/** The store has no file of that size. A request for the link shows that the receiver understood the announcement. */
async function largeNumbers(t) {
  const report = t.store.add({ link: () => ({ status: 404 }) });
  await t.announce(report, { changes: { fileSizeInBytes: 5_368_709_120, numberOfLines: 4_294_967_297, taskId: 2_147_483_648 } });
  await t.until(() => report.links.length > 0, `the link of a report of 5 GiB was not requested; ${READ_64_BITS}`);
}

async function withError(t) {
  const report = t.store.add({ fileName: 'failed.zip' });
  t.later.push({
    name: 'error',
    check: () => {
      if (report.links.length) throw new CaseFailure('the file of a failed export was fetched; check `error` first');
    },
  });
  await t.announce(report, { changes: { error: 'The switch did not answer' } });
}

const NAMES = [
  '../escaped.zip',
  '../../../../../../escaped.zip',
  '..\\..\\evil\r\nX.zip',
  '',
  '.',
  '..',
  'a/b/c.zip',
  'a\u0000b.zip',
  'CON',
  '.htaccess',
  `${'long'.repeat(100)}.zip`,
  'Zürich 日本.zip',
];

async function fileNames(t) {
  const names = t.seesFiles ? [...NAMES, join(t.receiver.root, 'absolute.zip')] : NAMES;
  const reports = names.map((fileName) => t.store.add({ fileName }));
  for (const report of reports) await t.announce(report);
  for (const report of reports)
    await t.fetched(report, {
      what: `a report with the file name ${JSON.stringify(report.fileName)}`,
      hint: 'file names are data: save it under a safe name',
    });
  if (!t.seesFiles) return;
  for (const report of reports) {
    await t.until(
      () => t.receiver.files().some((path) => !inside(t, path)) || t.receiver.saved(report.bytes),
      `${JSON.stringify(report.fileName)} was not saved`,
    );
    const outside = t.receiver.files().find((path) => !inside(t, path));
    if (outside)
      throw new CaseFailure(`a file name led out of CDR_FOLDER, to ${relative(t.receiver.folder, outside)}; file names are data`);
    checkPlace(t, report);
  }
}

const inside = (t, path) => path.startsWith(t.receiver.folder + sep);

/** A saved file must be as deep in the folder as one with an ordinary name, without separators and control characters. */
function checkPlace(t, { bytes, fileName }) {
  const [path, ordinary] = [bytes, t.first.report.bytes].map((each) =>
    relative(t.receiver.folder, t.receiver.saved(each)).split(sep),
  );
  const name = JSON.stringify(fileName);
  if (path.length !== ordinary.length)
    throw new CaseFailure(`${name} was saved in another folder: ${path.join(sep)}; use only its last part`);
  if (/[\\\p{Cc}]/u.test(path.at(-1)))
    throw new CaseFailure(`${name} was saved as ${JSON.stringify(path.at(-1))}; replace such characters`);
}

/** Signed bodies that are not announcements. The system never sends them, but one must not stop the others. */
function poison(report) {
  const value = announcement(report);
  const { callbackURL, ...withoutLink } = value;
  const wrong = [
    null,
    [],
    'text',
    7,
    {},
    withoutLink,
    { ...value, callbackURL: 7 },
    { ...value, callbackURL: 'no URL' },
    { ...value, fileName: null },
    { ...value, fileSizeInBytes: 'many' },
    { ...value, fileSizeInBytes: -1 },
    { ...value, taskId: {} },
    { ...value, error: null },
  ];
  const texts = ['this is not JSON', '{"callbackURL":', '', '['.repeat(20_000)];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from([0xff, 0xfe, 0x7b]), ...wrong.map(bodyOf)];
}

async function poisonBodies(t) {
  const dead = t.store.add({ link: () => ({ status: 404 }) });
  for (const body of poison(dead)) {
    const answer = await t.send(signed(t.values({ body })));
    const fine = answer.status >= 200 && answer.status <= 499 && answer.status !== 410 && Math.floor(answer.status / 100) !== 3;
    if (!fine)
      throw new CaseFailure(
        `the signed body ${JSON.stringify(body.toString('latin1').slice(0, 40))} was answered ${described(answer)}; keep it, answer 200 and set it aside`,
      );
  }
  const unreadable = Array.from({ length: UNREADABLE }, () => t.send(signed(t.values({ body: Buffer.from('this is not JSON') }))));
  await Promise.all(unreadable);
  const report = t.store.add();
  await t.announce(report);
  await t.fetched(report, {
    what: `a report after ${UNREADABLE} signed bodies that are not announcements`,
    hint: 'set aside a body that cannot be read, so that the worker does not process it again',
  });
  await t.saved(report);
  if (!t.receiver) return;
  await t.receiver.restart();
  const next = t.store.add();
  await t.announce(next);
  await t.fetched(next, { what: 'a report after signed bodies that are not announcements, and a restart,' });
}

/** Sends notices, which the system sends in addition to announcements if the configuration asks for them. */
async function notices(t) {
  const first = (notice) => ({ notice, id: `notice_${newId().slice(4)}`, at: '2026-03-05T03:11:44.310Z', configurationId: `cfg_${'0'.repeat(32)}` });
  const bodies = [
    { ...first('statement-ready'), day: '2026-03-04', parts: 1, sha256: '0'.repeat(64) },
    { ...first('report-overdue'), taskId: 1, taskName: 'Check', expectedAt: '2026-03-05T02:00:00.000Z', lastReportAt: '' },
    { ...first('of-a-later-version'), any: {} },
  ];
  for (const body of bodies) {
    const request = signed(t.values({ id: body.id, body: bodyOf(body) }));
    t.accepted(await t.send(request), `the notice ${body.notice}`, 'answer 2xx to a signed body with the property notice');
    t.accepted(await t.send(request), `a repeat of the notice ${body.notice}`);
  }
  const report = t.store.add();
  await t.announce(report);
  await t.fetched(report, { what: 'a report after notices' });
}

export const contents = [
  { name: 'error', title: 'Nothing is fetched for a failed export', run: withError },
  {
    name: 'too-large-to-count',
    title: 'A report whose lines were not counted is fetched',
    run: announced({ numberOfLines: 0, error: 'Report is too large to count' }, NOT_COUNTED),
  },
  {
    name: 'test-delivery',
    title: 'taskId 2^53 - 1 of a test delivery is read',
    run: announced({ taskId: TEST_TASK_ID, taskName: 'Webhook test' }, READ_64_BITS),
  },
  { name: 'large-numbers', title: 'Sizes and numbers above 2^32 are read', run: largeNumbers },
  {
    name: 'unknown-property',
    title: 'Unknown properties are ignored',
    run: announced({ reportVersion: 'x', more: { deep: [1] } }),
  },
  { name: 'payload-2', title: 'An announcement of payload 2 is read', run: payloadTwo },
  { name: 'unicode', title: 'Names in any script are read', run: announced({ taskName: 'Süd\u2028 日本 \u{1F4DE}"\\' }) },
  { name: 'file-names', title: 'A file name cannot choose where the file is saved', run: fileNames },
  { name: 'notices', title: 'Notices are answered 2xx and do not stop other deliveries', run: notices },
  { name: 'poison', title: 'A signed body that is not an announcement does not stop other deliveries', run: poisonBodies },
].map((each) => ({ needs: ['fetch'], ...each }));
