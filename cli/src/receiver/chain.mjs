// What statements say about each other: the chain of their hashes, and the numbers of each task.
const DAY_MILLIS = 86_400_000;

/** Reports are recorded at most so much later than others with higher numbers. */
const OUT_OF_ORDER_MILLIS = 600_000;

const dayAfter = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MILLIS).toISOString().slice(0, 10);

/** Names each part that is missing or does not follow the one before it. `parts` are in their order. */
export function chainProblems(parts) {
  const problems = [];
  if (parts[0].part !== 1) problems.push(`${parts[0].day}: part 1 is missing`);
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    if (part.configurationId !== parts[0].configurationId) problems.push(`${part.day} part ${part.part}: is of another configuration`);
    if (before && part.before !== before.sha256) problems.push(broken(before, part));
  }
  const last = parts.at(-1);
  if (!last.lastPart) problems.push(`${last.day}: part ${last.part + 1} is missing`);
  return problems;
}

function broken(before, part) {
  const [day, number] = before.lastPart ? [dayAfter(before.day), 1] : [before.day, before.part + 1];
  return part.day === day && part.part === number
    ? `${part.day} part ${part.part}: does not name the SHA-256 of ${before.day} part ${before.part}`
    : `${day}: part ${number} is missing`;
}

/**
 * Names the numbers that have no report and are not void. Numbers next to the beginning of the first day or the end of the last
 * one may be in other statements, so they are left out, and so are numbers of reports that were sent again under another id.
 */
export function numberProblems(parts) {
  const from = Date.parse(`${parts[0].day}T00:00:00Z`) + OUT_OF_ORDER_MILLIS;
  const until = Date.parse(`${dayAfter(parts.at(-1).day)}T00:00:00Z`) - OUT_OF_ORDER_MILLIS;
  const problems = [];
  for (const [taskId, { recorded, explained, expiredUpTo }] of tasksOf(parts)) {
    const numbers = inOrder(recorded);
    for (let index = 1; index < numbers.length; index += 1) {
      const [below, number] = [numbers[index - 1], numbers[index]];
      if (recorded.get(below) < from || recorded.get(number) > until) continue;
      for (const [first, last] of gaps(Math.max(below, expiredUpTo) + 1, number - 1, explained)) {
        problems.push(`task ${taskId}: ${first === last ? `number ${first} is` : `numbers ${first} to ${last} are`} neither stated nor void`);
      }
    }
  }
  return problems;
}

function tasksOf(parts) {
  const tasks = new Map();
  const of = (taskId) => {
    if (!tasks.has(taskId)) tasks.set(taskId, { recorded: new Map(), explained: [], expiredUpTo: 0 });
    return tasks.get(taskId);
  };
  for (const { reports, numbers } of parts) {
    for (const { taskId, sequence, recordedAt } of reports) {
      if (sequence === 0) continue;
      const { recorded } = of(taskId);
      recorded.set(sequence, Math.min(recorded.get(sequence) ?? Infinity, Date.parse(recordedAt)));
    }
    for (const { taskId, voidNumbers, expiredUpTo } of numbers) {
      const task = of(taskId);
      task.explained.push(...voidNumbers);
      task.expiredUpTo = Math.max(task.expiredUpTo, expiredUpTo);
    }
  }
  return tasks;
}

/** The numbers in ascending order, without those that were recorded long after a higher one: their reports were sent again. */
function inOrder(recorded) {
  let earliest = Infinity;
  return [...recorded.keys()]
    .sort((one, other) => other - one)
    .filter((number) => {
      const isRepeat = recorded.get(number) > earliest + OUT_OF_ORDER_MILLIS;
      earliest = Math.min(earliest, recorded.get(number));
      return !isRepeat;
    })
    .reverse();
}

/** The ranges between `from` and `to` that no void numbers cover. */
function gaps(from, to, voids) {
  const found = [];
  let next = from;
  const within = voids.filter(({ first, last }) => last >= from && first <= to).sort((one, other) => one.first - other.first);
  for (const { first, last } of within) {
    if (first > next) found.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  if (next <= to) found.push([next, to]);
  return found;
}
