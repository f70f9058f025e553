// cdr-webhooks tasks
import { wholeNumber } from '../options.mjs';
import { Api } from './api.mjs';
import { EXIT_CODES } from './exits.mjs';
import { collected, everyConfiguration } from './names.mjs';
import { JSON_OPTION, printJson, printLines } from './printing.mjs';
import { facts, table, widthOf } from './table.mjs';
import { moment, shortMoment, visible } from './words.mjs';

const MAX_COUNT = Number.MAX_SAFE_INTEGER - 1; // MAX_SAFE_INTEGER is the task of test deliveries

export const tasks = {
  name: 'tasks',
  group: 'For operators',
  summary: 'list CDR tasks and the receivers of their reports, or show one',
  usage: '[TASK] [--json]',
  arguments: ['[TASK]'],
  options: { json: JSON_OPTION },
  details: `TASK is the number of a task. GETS REPORTS is the webhook configuration, or "-" while the Webhook option is off;
SINCE (UTC) is when that began.

${EXIT_CODES}`,
  async run({ options, positionals: [given] }, io) {
    const task = given === undefined ? undefined : wholeNumber(given, 'TASK', 1, MAX_COUNT);
    const api = Api.of(io);
    const found = task === undefined ? await everyTask(api) : [await oneTask(api, task)];
    if (options.json) return printJson(io, found);
    if (found.length === 0) {
      io.error('There are no CDR tasks: create one in the console or with the API.');
      return;
    }
    const names = new Map((await everyConfiguration(api)).map(({ id, name }) => [id, name]));
    printLines(io, given === undefined ? list(found, names, widthOf(io)) : describe(found[0], names));
  },
};

async function everyTask(api) {
  const all = await collected(api.items('/cdr-tasks', 'tasks', { limit: 100 }));
  return all.sort((one, other) => one.taskId - other.taskId);
}

async function oneTask(api, task) {
  return (await api.get(`/cdr-tasks/${task}`, `task ${task}`)).body;
}

function list(found, names, width) {
  const columns = [
    { title: 'TASK', of: ({ taskId }) => taskId, right: true },
    { title: 'NAME', of: ({ taskName }) => taskName, shrinksTo: 12 },
    { title: 'GETS REPORTS', of: (task) => receiver(task, names), shrinksTo: 12 },
    { title: 'SINCE', of: ({ webhookSince }) => shortDay(webhookSince) },
  ];
  return table(columns, found, width);
}

// A stored time may be older than 90 days, so it needs its year.
function shortDay(instant) {
  return `${instant.slice(0, 5)}${shortMoment(instant)}`;
}

function describe(task, names) {
  return [
    `task ${task.taskId}  ${visible(task.taskName)}`,
    ...facts([
      ['reports go to', receiver(task, names)],
      ['configuration', task.webhookConfigurationId],
      ['since', moment(task.webhookSince)],
      ['numbers its reports', task.numbersReports ? 'yes' : 'no'],
      ['expects one every', task.expectedEvery && `${task.expectedEvery}, overdue ${task.graceMinutes} minutes later`],
    ]),
  ];
}

function receiver({ webhookConfigurationId: id }, names) {
  return id === null ? '-' : (names.get(id) ?? id);
}
