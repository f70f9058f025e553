// The errors that end a command early, each with one line for the person.

/** An invalid argument, option or setting: exit code 2. The message names the value and the rule. */
export class UsageError extends Error {}

/** A failure of the command's work: exit code 1, unless the caller gives another one. */
export class CommandFailure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
