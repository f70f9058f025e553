// `statement`: fetches the statement of a day.
import { CommandFailure, UsageError } from '../failures.mjs';
import { dayOf, dayOption, partsOf, saveStatement, statementOf } from './statements.mjs';
import { askingOptions, systemOf } from './system.mjs';
import { amount } from './text.mjs';

export const statement = {
  name: 'statement',
  group: 'For developers of receivers',
  summary: 'fetch the statement of a day',
  usage: 'DIR --day DAY --system URL --configuration ID',
  arguments: ['DIR'],
  options: { ...dayOption('the day in UTC, such as 2026-03-04'), ...askingOptions },
  details: `Writes the parts of the statement to DIR/statements/DAY.PART.json, byte for byte. \`verify-statement\` checks them.
An existing part is never overwritten: if the system now sends other bytes, the command saves them under another name
and fails.
A statement is made 15 to 75 minutes after the end of its day.`,

  async run({ options, positionals: [folder] }, io) {
    const system = systemOf(options, 'statement', io);
    if (!options.day) throw new UsageError('statement needs --day DAY');
    const day = dayOf(options.day);
    await fetchStatement(system, folder, day);
    let [parts, reports] = [0, 0];
    for (const part of partsOf(folder, day)) [parts, reports] = [parts + 1, reports + part.reports.length];
    io.out(`${day}: ${amount(reports)} reports in ${amount(parts)} part${parts === 1 ? '' : 's'}`);
  },
};

/**
 * Fetches the statement of a day, and stores each part in the folder as it arrives. It begins with the last part in the
 * folder: if the system sends the same bytes, the parts before it are the same too, since each names the SHA-256 of the one
 * before it.
 */
export async function fetchStatement(system, folder, day) {
  let [part, before] = [1, undefined];
  for (const there of partsOf(folder, day)) part = there.part;
  for await (const bytes of system.statement(day, part)) {
    const statement = statementOf(bytes, `part ${part} of ${day}`);
    saveStatement(folder, day, part, bytes);
    if (before && statement.before !== before) throw new CommandFailure(`part ${part} of ${day} does not name the previous part`);
    before = statement.sha256;
    part += 1;
  }
}
