// The requests of `send --case NAME`. `report` is for the store and `changes` for the body. With `fetched: false` the receiver
// must not fetch a file.
import { TEST_TASK_ID } from '../../../receivers/check/announcement.mjs';
import { someReport } from '../../../receivers/check/store.mjs';

export const EXAMPLES = {
  report: { about: 'a report' },
  test: {
    about: 'a test delivery',
    report: { fileName: 'webhook-test-20260305T031244Z.zip' },
    changes: { taskId: TEST_TASK_ID, taskName: 'Webhook test' },
  },
  error: {
    about: 'a failed export',
    report: { fileName: 'failed.zip' },
    changes: { error: 'The switch did not answer' },
    fetched: false,
  },
  'not-counted': {
    about: 'a report whose lines were not counted: it is fetched',
    changes: { numberOfLines: 0, error: 'Report is too large to count' },
  },
  'broken-download': {
    about: 'the first download breaks off in the middle',
    report: { bytes: someReport(400_000), object: (n) => (n === 0 ? { cutAfter: 200_000 } : undefined) },
  },
  'failing-store': { about: 'the store answers 503 twice', report: { object: (n) => (n < 2 ? { status: 503 } : undefined) } },
  'dead-link': { about: 'a link that has expired (410)', report: { link: () => ({ status: 410 }) }, fetched: false },
  'file-name': { about: 'a file name that is a path', report: { fileName: '../../escaped.zip' } },
  'large-numbers': {
    about: 'numbers above 2^32, without a file',
    report: { link: () => ({ status: 404 }) },
    changes: { fileSizeInBytes: 5_368_709_120, numberOfLines: 4_294_967_297 },
    fetched: false,
  },
  'unknown-property': { about: 'a property that the receiver does not know', changes: { reportVersion: 'x' } },
  unicode: {
    about: 'names in several scripts',
    report: { fileName: 'Zürich 日本.zip' },
    changes: { taskName: 'Süd\u2028 日本 \u{1F4DE}' },
  },
  'not-json': { about: 'a signed body that is not JSON', body: Buffer.from('this is no JSON'), fetched: false },
};
