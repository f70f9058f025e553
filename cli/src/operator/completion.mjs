// cdr-webhooks completion: prints a script with which a shell completes commands and options.
import { TOOL } from '../name.mjs';
import { oneOf, optionsOf } from '../options.mjs';
import { STATUSES } from './filters.mjs';

const VALUES = { status: STATUSES.map((status) => status.toLowerCase()), format: ['csv', 'jsonl'] };
const FILES = ['generate', 'signature-file', 'output'];

export const completion = {
  name: 'completion',
  group: 'For operators',
  summary: 'print a script that completes commands and options in your shell',
  usage: 'bash|zsh',
  arguments: ['SHELL'],
  details: `For bash, in ~/.bashrc:   source <(${TOOL} completion bash)
For zsh, in ~/.zshrc after compinit:   source <(${TOOL} completion zsh)

It completes the command cdr-webhooks. For a clone, define it first:
  alias cdr-webhooks='node /PATH/cli/cdr-webhooks.mjs'`,
  run({ positionals: [shell] }, io) {
    const script = { bash, zsh }[oneOf(shell, 'the shell', ['bash', 'zsh'])];
    io.out(script(io.commands));
  },
};

function bash(commands) {
  return `_cdr_webhooks() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${words(commands)} help" -- "$word"))
    return
  fi
  case $before in
${valueCases(commands)}
  esac
  case \${COMP_WORDS[1]} in
${commands.map(optionCase).join('\n')}
  esac
}
complete -o default -F _cdr_webhooks cdr-webhooks`;
}

function zsh(commands) {
  return `autoload -Uz bashcompinit && bashcompinit\n${bash(commands)}`;
}

function words(commands) {
  return commands.map(({ name }) => name).join(' ');
}

function optionCase(command) {
  const options = Object.keys(optionsOf(command)).map((name) => `--${name}`);
  return `    ${command.name}) COMPREPLY=($(compgen -W "${[...options, ...nextWords(command)].join(' ')}" -- "$word")) ;;`;
}

function nextWords({ name }) {
  return name === 'completion' ? ['bash', 'zsh'] : [];
}

/** Completes the value of an option: one of its known values, or a file for an option that takes one. */
function valueCases(commands) {
  const names = new Set(commands.flatMap(valueOptions));
  return [...names]
    .map((name) => {
      if (VALUES[name])
        return `    --${name}) COMPREPLY=($(compgen -W "${VALUES[name].join(' ')}" -- "$word")); return ;;`;
      return FILES.includes(name)
        ? `    --${name}) COMPREPLY=($(compgen -f -- "$word")); return ;;`
        : `    --${name}) return ;;`;
    })
    .join('\n');
}

function valueOptions(command) {
  return Object.entries(optionsOf(command))
    .filter(([, option]) => option.type === 'string')
    .map(([name]) => name);
}
