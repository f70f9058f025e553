// The commands of the tool, in the order in which `--help` lists them. A command is an object:
//   name       one word
//   group      the heading under which `--help` lists it
//   summary    one line
//   usage      what follows the name: 'URL [--case NAME]'
//   arguments  names of the positional arguments; '[NAME]' may be left out, '[NAME...]' takes the rest (default none)
//   options    as node:util parseArgs takes them, each with `about`, and `value` when it takes one (default none)
//   details    more text for `NAME --help` (default none)
//   run(args, io)  runs the command, and returns the exit code (nothing means 0). `args` is { options, positionals }; `io` is
//              described in tool.mjs. It throws a UsageError for a wrong argument and a CommandFailure for an
//              expected failure: each is printed as one line.
import { operatorCommands } from './operator/commands.mjs';
import { check } from './receiver/check.mjs';
import { collect } from './receiver/collect.mjs';
import { listen } from './receiver/listen.mjs';
import { missing } from './receiver/missing.mjs';
import { replay } from './receiver/replay.mjs';
import { send } from './receiver/send.mjs';
import { statement } from './receiver/statement.mjs';
import { verify } from './receiver/verify.mjs';
import { verifyStatement } from './receiver/verify-statement.mjs';

export const commands = [send, listen, check, verify, replay, collect, missing, statement, verifyStatement, ...operatorCommands];
