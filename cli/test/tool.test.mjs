import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseArguments, wholeNumber } from '../src/options.mjs';
import { UsageError } from '../src/failures.mjs';
import { nameOf } from '../src/name.mjs';
import { run } from './run.mjs';

const TOOL = fileURLToPath(new URL('../cdr-webhooks.mjs', import.meta.url));

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

test('theProcessPassesItsInputOutputAndExitCodeOn', () => {
  const started = (args, input) => spawnSync(process.execPath, [TOOL, ...args], { encoding: 'utf8', input });
  const help = started(['--help']);
  assert.equal(help.status, 0);
  assert.ok(help.stdout.includes(`\n${nameOf(TOOL, process.cwd())} COMMAND --help describes a command.\n`), help.stdout);
  const login = started(['login', 'http://127.0.0.1:1', '--with-token'], 'no token');
  assert.equal(login.status, 2);
  assert.match(login.stderr, /^cdr-webhooks: the token/);
});

test('aSignalEndsTheProcessInOrder', async () => {
  const listening = spawn(process.execPath, [TOOL, 'listen', '--port', '0']);
  await once(listening.stdout, 'data');
  listening.kill('SIGTERM');
  assert.deepEqual(await once(listening, 'close'), [0, null]);
});

test('withoutACommandTheToolPrintsItsHelpAndFails', async () => {
  assert.equal((await run([])).code, 2);
});

test('unknownCommandIsNamedInOneLine', async () => {
  const { code, error } = await run(['sned']);
  assert.equal(code, 2);
  assert.equal(error, `cdr-webhooks: there is no command sned; cdr-webhooks --help lists them\n`);
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

test('theToolNamesItselfAsItWasStarted', () => {
  assert.equal(nameOf('/home/me/clone/cli/cdr-webhooks.mjs', '/home/me/clone'), 'node cli/cdr-webhooks.mjs');
  assert.equal(nameOf('/home/me/my clone/cli/cdr-webhooks.mjs', '/home/me'), "node 'my clone/cli/cdr-webhooks.mjs'");
  assert.equal(nameOf('/c/cdr-webhooks.mjs', '/home/a/b/c/d'), 'node /c/cdr-webhooks.mjs');
  assert.equal(nameOf('/home/a/.npm/_npx/1/node_modules/.bin/cdr-webhooks', '/home/me'), 'cdr-webhooks');
  assert.equal(nameOf('/home/a/node_modules/cdr-webhooks/cdr-webhooks.mjs', '/home/a'), 'cdr-webhooks');
});

test('wholeNumbersReachTheLargestTask', () => {
  assert.equal(wholeNumber('9007199254740991', '--task', 1, Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  for (const text of ['9007199254740992', '9007199254740993', '10000000000000000'])
    assert.throws(() => wholeNumber(text, '--task', 1, Number.MAX_SAFE_INTEGER), UsageError);
});
