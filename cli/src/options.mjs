// Parses a command's arguments, on top of parseArgs of node:util.
import { parseArgs } from 'node:util';
import { UsageError } from './failures.mjs';
import { TOOL } from './name.mjs';

const HELP = { type: 'boolean', short: 'h', about: 'print this help' };

export function optionsOf(command) {
  return { ...command.options, help: HELP };
}

/** Returns { options, positionals }, or throws a UsageError that names the argument and the rule. */
export function parseArguments(command, args) {
  const known = optionsOf(command);
  const { tokens } = parseArgs({ args, options: known, strict: false, allowPositionals: true, tokens: true });
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === 'option') checkOption(command, known, token);
    if (token.kind === 'positional') positionals.push(token.value);
  }
  const { values } = parseArgs({ args, options: known, allowPositionals: true });
  if (!values.help) checkPositionals(command, positionals);
  return { options: values, positionals };
}

function checkOption(command, known, { name, rawName, value, inlineValue }) {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!option) {
    const names = Object.keys(known).map((each) => `--${each}`);
    throw new UsageError(`${command.name} has no option ${rawName}; its options are ${names.join(', ')}`);
  }
  if (option.type === 'boolean' && inlineValue) throw new UsageError(`${rawName} takes no value: ${value}`);
  if (option.type === 'string' && (value === undefined || (!inlineValue && value.startsWith('-') && value !== '-'))) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value ?? 'VALUE'}`);
  }
}

function checkPositionals(command, given) {
  const names = command.arguments ?? [];
  const required = names.filter((name) => !name.startsWith('['));
  const takesRest = names.some((name) => name.includes('...'));
  if (given.length < required.length) {
    throw new UsageError(`${command.name} needs ${required[given.length]}: ${TOOL} ${command.name} ${command.usage}`);
  }
  if (given.length > names.length && !takesRest) {
    throw new UsageError(
      `${command.name} does not take the argument ${given[names.length]}; usage: ${TOOL} ${command.name} ${command.usage}`,
    );
  }
}

/** A whole number from `lowest` to `highest`, or the UsageError that says so. */
export function wholeNumber(text, name, lowest, highest) {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!(number >= lowest && number <= highest)) {
    throw new UsageError(`${name} must be a whole number from ${lowest} to ${highest}: ${text}`);
  }
  return number;
}

/** One of the allowed words, or the UsageError that lists them. */
export function oneOf(text, name, words) {
  if (!words.includes(text)) throw new UsageError(`${name} must be one of ${words.join(', ')}: ${text}`);
  return text;
}

/** An http or https URL, or the UsageError that says so. */
export function httpUrl(text, name) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(`${name} must be an http or https URL: ${text}`);
  }
  return url;
}
