// The texts of `cdr-webhooks --help` and `cdr-webhooks COMMAND --help`.
import { TOOL } from './name.mjs';
import { optionsOf } from './options.mjs';

export function helpOfTool(commands) {
  const lines = ['cdr-webhooks: send, check and receive the webhooks of CDR Webhooks, and operate a deployment', ''];
  for (const group of new Set(commands.map((command) => command.group))) {
    lines.push(`${group}:`);
    const members = commands.filter((command) => command.group === group);
    lines.push(...members.map((command) => `  ${command.name.padEnd(18)}${command.summary}`), '');
  }
  return [...lines, `${TOOL} COMMAND --help describes a command.`].join('\n');
}

export function helpOfCommand(command) {
  const lines = [`${TOOL} ${command.name} ${command.usage}`.trimEnd(), `  ${command.summary}`, ''];
  for (const [name, option] of Object.entries(optionsOf(command))) {
    const short = option.short ? `-${option.short}, ` : '';
    const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : '';
    lines.push(`  ${`${short}--${name}${value}`.padEnd(28)}${option.about}`);
  }
  if (command.details) lines.push('', command.details.trimEnd());
  return lines.join('\n');
}
