import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from '../src/options.mjs';
import { UsageError } from '../src/failures.mjs';
import { run } from './run.mjs';

const command = {
  name: 'count',
  usage: 'FROM [TO] [--step N] [--quiet]',
  arguments: ['FROM', '[TO]'],
  options: { step: { type: 'string', value: 'N', about: 'step' }, quiet: { type: 'boolean', about: 'print less' } },
};

function refused(args, message) {
  assert.throws(
    () => parseArguments(command, args),
    (failure) => failure instanceof UsageError && message.test(failure.message),
  );
}

test('helpListsTheCommands', async () => {
  const { code, out } = await run(['--help']);
  assert.equal(code, 0);
  assert.match(out, /cdr-webhooks COMMAND --help/);
});

test('withoutACommandTheToolPrintsItsHelpAndFails', async () => {
  assert.equal((await run([])).code, 2);
});

test('unknownCommandIsNamedInOneLine', async () => {
  const { code, error } = await run(['sned']);
  assert.equal(code, 2);
  assert.equal(error, 'cdr-webhooks: there is no command sned; cdr-webhooks --help lists them\n');
});

test('optionsAndArgumentsAreParsedInAnyOrder', () => {
  const { options, positionals } = parseArguments(command, ['--step', '2', '1', '--quiet', '9']);
  assert.deepEqual({ ...options }, { step: '2', quiet: true });
  assert.deepEqual(positionals, ['1', '9']);
});

test('wrongArgumentsAreNamedWithTheirRule', () => {
  refused([], /^count needs FROM: cdr-webhooks count FROM/);
  refused(['1', '2', '3'], /does not take the argument 3/);
  refused(['1', '--stpe', '2'], /has no option --stpe; its options are --step, --quiet, --help/);
  refused(['1', '--step'], /--step needs a value: --step N/);
  refused(['1', '--step', '--quiet'], /--step needs a value/);
  refused(['1', '--quiet=yes'], /--quiet takes no value: yes/);
});
