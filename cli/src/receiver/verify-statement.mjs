// `verify-statement`: checks a folder of reports against the statements in it.
import { UsageError } from '../failures.mjs';
import { stated } from './folder.mjs';
import { chainProblems, numberProblems } from './chain.mjs';
import { hasFile, statementsIn } from './statements.mjs';
import { amount, bytes, quoted } from './text.mjs';

export const verifyStatement = {
  name: 'verify-statement',
  group: 'For developers of receivers',
  summary: 'check a folder of reports against its statements',
  usage: 'DIR',
  arguments: ['DIR'],
  details: `DIR is what \`collect --day\` or \`statement\` fills. The command checks that each statement names the SHA-256 of the
previous one, that each number of a task has a report or is void, and that each report has its file, with its size and
SHA-256. A file may also be elsewhere in DIR; if its SHA-256 is unknown, it counts for one report. Files that are in
no statement are listed too: those of the last day may not have one yet.
The command does not check where the statements come from: signatures are verified when statements are fetched, and
are not kept. So keep DIR where no one else can write.
The exit code is 0 if nothing is missing and nothing differs, and 1 if not.`,

  async run({ positionals: [folder] }, io) {
    const statements = statementsIn(folder);
    if (statements.length === 0) throw new UsageError(`DIR must have statements: ${folder}`);
    const problems = [...chainProblems(statements), ...numberProblems(statements)];
    const reports = statements.flatMap((part) => part.reports);
    const { missing, differing, surplus } = await stated(folder, reports.filter(hasFile));
    for (const problem of problems) io.out(problem);
    for (const report of missing) io.out(`missing: ${named(report)}`);
    for (const report of differing) io.out(`differs: ${named(report)}`);
    for (const path of surplus) io.out(`in no statement: ${quoted(path)}`);
    const unknown = reports.filter((report) => hasFile(report) && !report.fileSha256).length;
    if (unknown > 0) io.out(`${amount(unknown)} reports without a known SHA-256: only their size was checked`);
    const wrong = problems.length + missing.length + differing.length;
    io.out(
      `${amount(reports.length)} reports from ${statements[0].day} to ${statements.at(-1).day}: ` +
        (wrong === 0 ? 'complete' : `${amount(missing.length)} missing, ${amount(differing.length)} differing, ${amount(problems.length)} problems`),
    );
    return wrong === 0 ? 0 : 1;
  },
};

const named = ({ deliveryId, taskId, sequence, fileName, fileSizeInBytes }) =>
  `${deliveryId}  task ${taskId}${sequence ? ` number ${sequence}` : ''}  ${quoted(fileName)}, ${bytes(fileSizeInBytes)}`;
