// Announcements: the JSON bodies that the system sends.
import { createHash, randomBytes } from 'node:crypto';

export const TEST_TASK_ID = 9_007_199_254_740_991; // 2^53 - 1, of test deliveries

export const newId = () => `dlv_${randomBytes(16).toString('hex')}`;

export const unixSeconds = () => Math.floor(Date.now() / 1000);

/** Returns the ten properties in their order, for a report of the store. `changes` replaces values or adds properties. */
export function announcement(report, changes = {}) {
  return {
    contentType: 'application/zip',
    httpMethod: 'GET',
    callbackURL: report.callbackURL,
    validUntil: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z'),
    fileName: report.fileName,
    fileSizeInBytes: report.bytes.length,
    numberOfLines: report.lines,
    taskName: 'Check of a receiver',
    taskId: 1,
    error: '',
    ...changes,
  };
}

const ERROR_CODES = { '': '', 'Report is too large to count': 'too-large-to-count' };

/** Returns the same in payload 2: with its further properties, for a file with these bytes. */
export function inPayloadTwo(value, bytes, id = newId()) {
  const now = new Date().toISOString();
  const errorCode = ERROR_CODES[value.error] ?? 'export-failed';
  return {
    ...value,
    payloadVersion: 2,
    deliveryId: id,
    configurationId: `cfg_${'0'.repeat(32)}`,
    signedAt: now.replace(/\.\d+Z$/, 'Z'),
    attempt: 1,
    round: 1,
    test: value.taskId === TEST_TASK_ID,
    errorCode,
    sequence: 0,
    uploadedAt: now,
    reportVersion: '',
    fileSha256: errorCode === 'export-failed' ? '' : createHash('sha256').update(bytes).digest('hex'),
  };
}

export const bodyOf = (value) => Buffer.from(JSON.stringify(value), 'utf8');
