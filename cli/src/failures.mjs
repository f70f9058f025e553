// The errors that end a command early, each with one line for the person.

/** A wrong argument, option or setting: exit code 2. The message names the value and the rule. */
export class UsageError extends Error {}

/** The command could not do its work: exit code 1, unless another one is given. */
export class CommandFailure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
