// Starts a local system, which `make check-api` has compiled, and runs the checks of the API against it. Argument: the
// number of requests that schemathesis generates for each operation.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HERE = `${ROOT}build-support/check-api`;
const WORK = `${ROOT}target/check-api`;
const DESCRIPTION = `${ROOT}docs/openapi.yaml`;
const BASE = '/bulk/cdr-mgr/v1';
const [EXAMPLES = '40'] = process.argv.slice(2);

const tools = execFileSync(`${ROOT}build-support/python-tools.sh`, ['api'], { encoding: 'utf8' }).trim();
rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
const receiver = await startReceiver();
const system = await startSystem();
try {
  const rotated = (await createConfiguration('Rotated by the check')).id;
  const environment = {
    ...process.env,
    API_ORIGIN: system.origin,
    API_TOKEN: system.token,
    CHECK_API_RECEIVER: receiver.origin,
    CHECK_API_LINK_TOKEN: await linkToken(),
    CHECK_API_RECOVERY: await recoveryId(),
    CHECK_API_REVOCATION: await revocationId(rotated),
    CHECK_API_ROTATED: rotated,
    SCHEMATHESIS_HOOKS: 'hooks',
    PYTHONPATH: HERE,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  await pythonClient(environment);
  await typescriptClient(environment);
  await schemathesis(environment);
} catch (failure) {
  console.error(failure.message);
  process.exitCode = 1;
} finally {
  system.process.kill();
  await system.ended;
  receiver.server.closeAllConnections();
  receiver.server.close();
}

async function schemathesis(environment) {
  const config = ['--config-file', `${HERE}/schemathesis.toml`];
  const where = ['run', DESCRIPTION, '--origin', system.origin, '--max-examples', EXAMPLES, '--no-color'];
  await run(`${tools}/schemathesis`, [...config, ...where], environment);
}

async function pythonClient(environment) {
  const folder = `${WORK}/python`;
  const generated = ['generate', '--path', DESCRIPTION, '--output-path', folder, '--meta', 'none', '--fail-on-warning', '--config', `${HERE}/openapi-python-client.yaml`];
  await run(`${tools}/openapi-python-client`, generated, environment);
  await run(`${tools}/python`, [`${HERE}/client.py`], { ...environment, PYTHONPATH: WORK });
}

async function typescriptClient(environment) {
  const folder = `${ROOT}console/target/check-api`;
  const modules = `${ROOT}console/node_modules`;
  execFileSync('sh', [`${ROOT}console/install.sh`], { stdio: 'inherit' });
  await run(process.execPath, [`${ROOT}console/build/types.mjs`, folder], environment);
  await run(`${modules}/.bin/tsc`, ['-p', `${HERE}/tsconfig.json`], environment);
  await run(process.execPath, [`${folder}/client.mjs`], environment);
}

/** Runs the command, prints its output as it comes, and fails if the command fails. */
async function run(command, args, env) {
  const [code] = await once(spawn(command, args, { cwd: WORK, env, stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`${command.split('/').at(-1)} ended with ${code}`);
}

/** A receiver that answers 200 and keeps the announcements. */
async function startReceiver() {
  const announcements = [];
  const server = createServer(async (request, response) => {
    announcements.push(await json(request).catch(() => null));
    response.end();
    server.emit('announced');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, announcements, origin: `http://127.0.0.1:${server.address().port}` };
}

/** Starts the system as `make run` does, with fresh data and on free ports. */
async function startSystem() {
  const data = `${WORK}/local`;
  const jdk = execFileSync(`${ROOT}build-support/find-jdk.sh`, { encoding: 'utf8' }).trim();
  const classes = `${ROOT}local/target/system/classes:${ROOT}local/target/system/lib/*`;
  const java = ['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow', '-cp', classes];
  const main = ['io.cdrwebhooks.local.Run', data, '0', '0', '0', ''];
  const child = spawn(`${jdk}/bin/java`, [...java, ...main], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (part) => {
      printed = (printed + part).slice(-10_000);
      if (/^READY/m.test(printed)) resolve();
    });
    ended.then(() => reject(new Error(`the local system ended before it was ready:\n${printed}`)));
  });
  const read = (name) => readFileSync(`${data}/${name}`, 'utf8').trim();
  return { process: child, ended, origin: read('api-url'), token: read('api-token') };
}

/** Exports a report and returns the token of its link, which the receiver got. */
async function linkToken() {
  const { id } = await createConfiguration('Receiver of the check');
  await send('PUT', `${BASE}/cdr-tasks/42`, { taskName: 'Calls of the day', webhookConfigurationId: id });
  const announced = once(receiver.server, 'announced');
  await send('POST', '/local/sample-reports', { taskId: 42, lines: 10 });
  await announced;
  return receiver.announcements[0].callbackURL.split('/').at(-1);
}

function createConfiguration(name) {
  const url = `${receiver.origin}/`;
  return send('POST', `${BASE}/webhook-configurations`, { name, url, signature: 'example-only-choose-your-own' });
}

/** Starts a recovery of the last minute, and returns its id. */
async function recoveryId() {
  const { webhookConfigurationId } = await send('GET', `${BASE}/cdr-tasks/42`);
  const from = new Date(Date.now() - 60_000).toISOString();
  const asked = { configurationId: webhookConfigurationId, from, to: new Date().toISOString() };
  return (await send('POST', `${BASE}/recoveries`, asked)).id;
}

/** Revokes the links of this configuration, and returns the job's id. It must not be the configuration of `linkToken`. */
async function revocationId(configurationId) {
  return (await send('DELETE', `${BASE}/webhook-configurations/${configurationId}/links`)).id;
}

async function send(method, path, body) {
  const response = await fetch(system.origin + path, {
    method,
    headers: { Authorization: `Bearer ${system.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
