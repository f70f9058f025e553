// Runs one command of the tool.
import { CommandFailure, UsageError } from './failures.mjs';
import { helpOfCommand, helpOfTool } from './help.mjs';
import { TOOL } from './name.mjs';
import { parseArguments } from './options.mjs';

/**
 * The parts of the process that a command may use: `out` and `error` print a line; `env` is the environment; `input` is
 * the standard input; `terminal` is true if people read the output; `stop` is an AbortSignal that Ctrl-C and SIGTERM
 * trigger; `commands` lists all commands of the tool.
 */
export function processIo() {
  const stopping = new AbortController();
  process.stdout.on('error', (fault) => {
    if (fault.code !== 'EPIPE') throw fault;
    process.exit(0); // the reader has closed the pipe: cdr-webhooks ... | head
  });
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
    env: process.env,
    input: process.stdin,
    terminal: process.stdout.isTTY === true,
    get stop() {
      if (!process.listenerCount('SIGINT')) {
        for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());
      }
      return stopping.signal;
    },
  };
}

/** Returns the exit code: the command's own, 2 for a wrong argument, 1 for a failure, 70 for a fault of the tool. */
export async function runTool(commands, args, io) {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(helpOfTool(commands));
    return name === undefined ? 2 : 0;
  }
  try {
    const command = commands.find((each) => each.name === name);
    if (!command) throw new UsageError(`there is no command ${name}; ${TOOL} --help lists them`);
    const parsed = parseArguments(command, rest);
    if (parsed.options.help) {
      io.out(helpOfCommand(command));
      return 0;
    }
    return (await command.run(parsed, withCommands(io, commands))) ?? 0;
  } catch (failure) {
    return report(failure, io);
  }
}

// We do not spread `io`: that would read `stop`, and then Ctrl-C no longer ends a command that does not listen to it.
function withCommands(io, commands) {
  return Object.defineProperties({ commands }, Object.getOwnPropertyDescriptors(io));
}

function report(failure, io) {
  if (failure instanceof UsageError) {
    io.error(`cdr-webhooks: ${failure.message}`);
    return 2;
  }
  if (failure instanceof CommandFailure) {
    io.error(`cdr-webhooks: ${failure.message}`);
    return failure.exitCode;
  }
  io.error(`cdr-webhooks failed, please report this: ${failure?.stack ?? failure}`);
  return 70;
}
