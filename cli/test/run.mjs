// Starts the tool as a process, as a person does.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nameOf } from '../src/name.mjs';

const LINE_MILLISECONDS = 20_000;
const TOOL = fileURLToPath(new URL('../cdr-webhooks.mjs', import.meta.url));

/** The name of the tool in its own advice when a test starts it. */
export const NAME = nameOf(TOOL, process.cwd());

/**
 * Runs the tool to its end, and returns { code, out, error }. `env` is the whole environment except PATH and HOME; `input`
 * goes to the standard input.
 */
export async function run(args, { env = {}, input = '', cwd } = {}) {
  const started = start(args, { env, cwd });
  started.process.stdin.end(input);
  return { code: await started.ended, out: started.out, error: started.error };
}

/**
 * Starts the tool and leaves it running: { process, out, error, ended, line(pattern), stop() }. `line` waits for the first
 * match in the output, and fails if the tool ends first or after 20 seconds.
 */
export function start(args, { env = {}, cwd } = {}) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [TOOL, ...args], { cwd, env: { PATH, HOME, ...env } });
  const started = { process: child, out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (started.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (started.error += text));
  child.stdin.on('error', () => {}); // the tool may end without reading it
  started.ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  started.line = (pattern) => firstMatch(started, pattern);
  started.stop = () => (child.kill('SIGTERM'), started.ended);
  return started;
}

async function firstMatch(started, pattern) {
  const end = performance.now() + LINE_MILLISECONDS;
  for (;;) {
    const found = pattern.exec(started.out);
    if (found) return found;
    const over = started.process.exitCode !== null || performance.now() > end;
    if (over) throw new Error(`no line matches ${pattern}: ${started.out}${started.error}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
