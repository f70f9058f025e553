// `missing`: compares a folder with the list of announced reports.
import { hasReport } from '../../../receivers/node/announcement.mjs';
import { finderIn } from './folder.mjs';
import { sinceOf, systemOf, systemOptions } from './system.mjs';
import { amount, bytes, quoted } from './text.mjs';

export const missing = {
  name: 'missing',
  group: 'For developers of receivers',
  summary: 'list the reports that a folder lacks',
  usage: 'DIR --system URL --configuration ID [--since TIME]',
  arguments: ['DIR'],
  options: systemOptions,
  details: `DIR is what \`collect\` or \`listen --save\` fills, or any folder with files of the announced names and sizes.
The exit code is 0 if nothing is missing, and 1 if something is.`,

  async run({ options, positionals: [folder] }, io) {
    const system = systemOf(options, 'missing', io);
    const since = sinceOf(options);
    const isThere = finderIn(folder);
    const { items, completeUntil } = await system.list(since);
    const reports = items.filter(hasReport);
    const lacking = reports.filter((report) => !isThere(report));
    for (const { deliveryId, taskId, fileName, fileSizeInBytes, recordedAt } of lacking) {
      io.out(`${deliveryId}  task ${taskId}  ${quoted(fileName)}, ${bytes(fileSizeInBytes)}, recorded ${recordedAt}`);
    }
    io.out(`${amount(reports.length)} reports from ${since} to ${completeUntil}, ${amount(lacking.length)} missing`);
    return lacking.length === 0 ? 0 : 1;
  },
};
