// Runs the tool in the process of the test. tool.test.mjs starts it as a process, as a person does.
import { Readable } from 'node:stream';
import { commands } from '../src/commands.mjs';
import { runTool } from '../src/tool.mjs';

const LINE_MILLISECONDS = 20_000;

/** Runs the tool to its end, and returns { code, out, error }. `input` is its standard input. */
export async function run(args, settings) {
  const started = start(args, settings);
  return { code: await started.ended, out: started.out, error: started.error };
}

/**
 * Starts the tool and leaves it running: { out, error, ended, line(pattern), stop() }. `line` waits for the first match in
 * the output, and fails if the tool ends first or after 20 seconds. `stop` does what Ctrl-C does.
 */
export function start(args, { env = {}, input = '' } = {}) {
  const stopping = new AbortController();
  const started = { out: '', error: '', over: false };
  const io = {
    out: (line) => Boolean((started.out += `${line}\n`)),
    error: (line) => (started.error += `${line}\n`),
    env,
    input: Readable.from([input]),
    terminal: false,
    stop: stopping.signal,
  };
  started.ended = runTool(commands, args, io).finally(() => (started.over = true));
  started.line = (pattern) => firstMatch(started, pattern);
  started.stop = () => (stopping.abort(), started.ended);
  return started;
}

async function firstMatch(started, pattern) {
  const end = performance.now() + LINE_MILLISECONDS;
  for (;;) {
    const found = pattern.exec(started.out);
    if (found) return found;
    if (started.over || performance.now() > end) throw new Error(`no line matches ${pattern}: ${started.out}${started.error}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
