// `statement`: fetches the statement of a day.
import { UsageError } from '../failures.mjs';
import { dayOf, dayOption, saveStatement, statementOf } from './statements.mjs';
import { askingOptions, systemOf } from './system.mjs';
import { amount } from './text.mjs';

export const statement = {
  name: 'statement',
  group: 'For developers of receivers',
  summary: 'fetch the statement of a day',
  usage: 'DIR --day DAY --system URL --configuration ID',
  arguments: ['DIR'],
  options: { ...dayOption('the day in UTC, such as 2026-03-04'), ...askingOptions },
  details: `The parts of the statement become DIR/statements/DAY.PART.json, byte for byte. \`verify-statement\` checks them.
A statement is made 15 to 75 minutes after the end of its day.`,

  async run({ options, positionals: [folder] }, io) {
    const system = systemOf(options, 'statement', io);
    if (!options.day) throw new UsageError('statement needs --day DAY');
    const day = dayOf(options.day);
    const { parts, reports } = await statementOfDay(system, folder, day);
    io.out(`${day}: ${amount(reports.length)} reports in ${amount(parts)} part${parts === 1 ? '' : 's'}`);
  },
};

/** Fetches the statement of a day and keeps it in the folder. Answers { parts, reports }. */
export async function statementOfDay(system, folder, day) {
  const parts = await system.statement(day);
  const reports = parts.flatMap((bytes, index) => statementOf(bytes, `part ${index + 1} of ${day}`).reports);
  saveStatement(folder, day, parts);
  return { parts: parts.length, reports };
}
