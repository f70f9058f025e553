// Checks that statements fit together: the chain of their hashes, and the numbers of each task.
const DAY_MILLIS = 86_400_000;

/** The system records a report at most this much later than reports with higher numbers. */
const OUT_OF_ORDER_MILLIS = 600_000;

const dayAfter = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MILLIS).toISOString().slice(0, 10);

/** Lists each part that is missing or does not follow the one before it. `parts` are in their order. */
export function chainProblems(parts) {
  const problems = [];
  if (parts[0].part !== 1) problems.push(`${parts[0].day}: part 1 is missing`);
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    if (part.configurationId !== parts[0].configurationId) problems.push(`${part.day} part ${part.part}: belongs to another configuration`);
    if (before && part.before !== before.sha256) problems.push(...broken(before, part));
  }
  const last = parts.at(-1);
  if (!last.lastPart) problems.push(`${last.day}: part ${last.part + 1} is missing`);
  return problems;
}

function broken(before, part) {
  const [day, number] = before.lastPart ? [dayAfter(before.day), 1] : [before.day, before.part + 1];
  const missing = `${day}: part ${number} is missing`;
  if (part.before === '' && part.part === 1) {
    const begins = `${part.day}: a new chain begins, so nothing proves the time after ${before.day}`;
    return before.lastPart ? [begins] : [missing, begins];
  }
  const follows = part.day === day && part.part === number;
  return [follows ? `${part.day} part ${part.part}: does not name the SHA-256 of ${before.day} part ${before.part}` : missing];
}

/** Lists the numbers without a report that are not void, as far as their reports must be in these parts. */
export function numberProblems(parts) {
  const from = Date.parse(`${parts[0].day}T00:00:00Z`) + OUT_OF_ORDER_MILLIS;
  const until = Date.parse(`${dayAfter(parts.at(-1).day)}T00:00:00Z`) - OUT_OF_ORDER_MILLIS;
  const problems = [];
  for (const [taskId, task] of tasksOf(parts)) {
    for (const [first, last] of missingOf(task, from, until)) {
      problems.push(`task ${taskId}: ${first === last ? `number ${first} is` : `numbers ${first} to ${last} are`} neither stated nor void`);
    }
  }
  return problems;
}

function tasksOf(parts) {
  const tasks = new Map();
  const of = (taskId) => {
    if (!tasks.has(taskId)) tasks.set(taskId, { uploaded: new Map(), recorded: new Map(), voids: [], expiredUpTo: 0 });
    return tasks.get(taskId);
  };
  const keepEarliest = (times, number, time) => times.set(number, Math.min(times.get(number) ?? Infinity, Date.parse(time)));
  for (const { reports, numbers } of parts) {
    for (const { taskId, sequence, uploadedAt, recordedAt } of reports) {
      if (sequence === 0) continue;
      keepEarliest(of(taskId).uploaded, sequence, uploadedAt);
      keepEarliest(of(taskId).recorded, sequence, recordedAt);
    }
    for (const { taskId, voidNumbers, expiredUpTo } of numbers) {
      const task = of(taskId);
      for (const range of voidNumbers) task.voids.push(range);
      task.expiredUpTo = Math.max(task.expiredUpTo, expiredUpTo);
    }
  }
  return tasks;
}

/**
 * Returns the ranges of missing numbers of a task. A report gets its number after its upload. Therefore all numbers from the
 * lowest one whose report was uploaded in the time of the parts belong to these parts. Lower numbers are of reports of
 * earlier days that were sent again. If a report was recorded at the end of the last day, numbers below its own may be in
 * the statement of the next day.
 */
function* missingOf({ uploaded, recorded, voids, expiredUpTo }, from, until) {
  const numbers = [...uploaded.keys()].sort((one, other) => one - other);
  const ranges = voids.sort((one, other) => one.first - other.first);
  const begin = numbers.findIndex((number) => uploaded.get(number) >= from);
  let passed = 0;
  for (let index = begin + 1; begin >= 0 && index < numbers.length; index += 1) {
    const [below, number] = [numbers[index - 1], numbers[index]];
    if (number === below + 1 || recorded.get(number) > until) continue;
    const first = Math.max(below, expiredUpTo) + 1;
    while (passed < ranges.length && ranges[passed].last < first) passed += 1;
    yield* gaps(first, number - 1, ranges, passed);
  }
}

/** The ranges between `from` and `to` that no void numbers cover; those before `start` end lower. */
function* gaps(from, to, voids, start) {
  let next = from;
  for (let index = start; index < voids.length && voids[index].first <= to; index += 1) {
    if (voids[index].first > next) yield [next, voids[index].first - 1];
    next = Math.max(next, voids[index].last + 1);
  }
  if (next <= to) yield [next, to];
}
