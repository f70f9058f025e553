// Requests the list of reports, and adds missing ones to the inbox, with fresh links. The receiver fetches them.
// node missing.mjs [--since 24h] [--configuration cfg_...]: without --configuration, that of the newest delivery in the inbox.
import { parseArgs } from 'node:util';
import { patiently, subjectOf } from './asking.mjs';
import { RequestFailure } from './cdr-system.mjs';
import { openInbox } from './inbox.mjs';
import { folder, system } from './settings.mjs';

const SECONDS = { m: 60, h: 3600, d: 86_400 };

/** Returns whether the report is no longer missing, or never comes. */
async function add(inbox, { deliveryId, fileName, fileSizeInBytes, recordedAt }) {
  const what = `${deliveryId} ${JSON.stringify(fileName)}, ${fileSizeInBytes} bytes, recorded ${recordedAt}`;
  try {
    const { signedAt, body } = await patiently(() => system.renew(deliveryId));
    inbox.keep(deliveryId, signedAt, body);
    console.log(`${what}: was missing, is in the inbox now`);
    return true;
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    const gone = error.status === 410;
    console.log(`${what}: is missing, ${gone ? 'and no longer exists' : error.message}`);
    return gone;
  }
}

async function main({ since, configuration }) {
  const inbox = openInbox(folder);
  const of = subjectOf(inbox, configuration);
  const back = /^([0-9]{1,6})([mhd])$/.exec(since);
  const from = back ? new Date(Date.now() - back[1] * SECONDS[back[2]] * 1000).toISOString() : since;
  let [listed, missing, cursor, page] = [0, 0, null];
  do {
    page = await patiently(() => system.list(of, from, cursor));
    for (const report of page.items) {
      listed += 1;
      if (!inbox.knows(report.deliveryId) && !(await add(inbox, report))) missing += 1;
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  console.log(`${listed} reports from ${from} to ${page.completeUntil}, ${missing} still missing`);
  return missing === 0 ? 0 : 1;
}

const options = { since: { type: 'string', default: '24h' }, configuration: { type: 'string' } };
try {
  process.exitCode = await main(parseArgs({ options }).values);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
