// A receiver that the suite starts, kills and restarts, with a folder that the suite may read.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { waitFor } from './wait.mjs';

const START_SECONDS = 90;
const given = new Set();
const UNFINISHED = /\.(part|partial|tmp|temp|download|crdownload|etag)$/;

export class StartedReceiver {
  #command;
  #directory;
  #child;
  #ended;
  #atExit = () => {
    this.killNow();
    rmSync(this.root, { recursive: true, force: true });
  };
  /** The whole output of the receiver. */
  output = '';
  /** Additions to its environment, from the next start on. */
  environment = {};

  /** `command` runs through `sh -c` in `directory`. */
  constructor({ command, directory, signatures, port }) {
    this.#command = command;
    this.#directory = directory;
    this.signatures = signatures;
    this.port = port;
    this.root = mkdtempSync(join(tmpdir(), 'cdr-check-'));
    this.folder = join(this.root, 'a', 'b', 'c', 'd', 'e', 'f', 'cdr'); // deep, so that "../../.." stays in `root`
    mkdirSync(this.folder, { recursive: true });
    process.on('exit', this.#atExit); // Ctrl-C does not reach the receiver's process group
  }

  /** Returns the end of its output, after the first `from` characters. */
  lastLines(from = 0) {
    return this.output.slice(from).trim().split('\n').slice(-20).join('\n');
  }

  /** Starts it and waits until its port accepts connections. If it ends before, throws an Error with its output. */
  async start() {
    const before = this.output.length;
    // With this trap, a full disk (see limitFileSize) makes a write fail; without it, a signal would end the process.
    const child = spawn('sh', ['-c', `trap '' XFSZ 2>/dev/null\n${this.#command}`], {
      cwd: this.#directory,
      env: this.#env(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(`it ended with ${code ?? signal}`)));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (this.output += text));
    const listening = waitFor(() => !this.running || accepts(this.port), START_SECONDS);
    const listens = await listening;
    if (listens && this.running) return;
    const outcome = this.running ? undefined : await this.#ended;
    await this.kill();
    const said = this.lastLines(before);
    throw new Error(
      `${outcome ?? `it does not listen on port ${this.port} after ${START_SECONDS} s`}: ${this.#command}\n${said}`,
    );
  }

  #env() {
    const env = { ...process.env, PORT: String(this.port), CDR_FOLDER: this.folder, CDR_RETRY_SECONDS: '0.1', ...this.environment };
    env.CDR_SIGNATURES = `${this.signatures.join('\n')}\n`;
    if (!/utf-?8/i.test(env.LC_ALL ?? env.LC_CTYPE ?? env.LANG ?? '')) env.LC_ALL = 'C.UTF-8'; // JVMs read the environment in it
    return env;
  }

  /** Runs another command of the receiver, with the same environment. Returns { code, said }; the code is null after `seconds`. */
  async run(command, seconds) {
    const options = { cwd: this.#directory, env: this.#env(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] };
    const child = spawn('sh', ['-c', command], options);
    const timer = setTimeout(() => killGroup(child), seconds * 1000);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    const code = await new Promise((resolve) => child.once('close', resolve));
    clearTimeout(timer);
    this.output += said;
    return { code, said };
  }

  /** Sends SIGKILL to all its processes, and waits until it and its port are gone. */
  async kill() {
    this.killNow();
    await this.#ended;
    await waitFor(async () => !(await accepts(this.port)), 10);
  }

  killNow() {
    if (this.#child) killGroup(this.#child);
  }

  get running() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async restart() {
    await this.kill();
    await this.start();
  }

  async stop() {
    if (this.#child) await this.kill();
    process.off('exit', this.#atExit);
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Makes every write to a file fail, as a full disk does. Returns false if the machine cannot do that. */
  limitFileSize() {
    const pids = membersOf(this.#child.pid);
    return pids.length > 0 && pids.every((pid) => spawnSync('prlimit', ['--pid', pid, '--fsize=0:']).status === 0);
  }

  /** Returns the paths of all files below `root`. */
  files() {
    return list(this.root);
  }

  /** Returns the path of a finished file with exactly these bytes, below its folder; undefined if there is none. */
  saved(bytes) {
    const digest = digestOf(bytes);
    return list(this.folder).find((path) => {
      return !UNFINISHED.test(path) && sizeOf(path) === bytes.length && digestOf(read(path)) === digest;
    });
  }

  /** Returns path and content of the files below its folder whose modes allow every user to read them. */
  readableByOthers() {
    const folders = (path) => (path === this.folder ? [path] : [path, ...folders(dirname(path))]);
    return list(this.folder)
      .filter((path) => modeOf(path) & 0o004 && folders(dirname(path)).every((folder) => modeOf(folder) & 0o001))
      .map((path) => [path, read(path)]);
  }

  /** Returns the texts of its log files, and its output. */
  logs() {
    const files = this.files().filter((path) => /\.log(\.\d+)?$/.test(basename(path)));
    return [['its output', this.output], ...files.map((path) => [path, String(read(path))])];
  }
}

function killGroup({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has no process any more.
  }
}

const digestOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

// The receiver deletes files while the suite reads them: a deleted one has no size and no bytes.
const sizeOf = (path) => statSync(path, { throwIfNoEntry: false })?.size ?? -1;

const modeOf = (path) => statSync(path, { throwIfNoEntry: false })?.mode ?? 0;

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function list(folder) {
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // The receiver has deleted it meanwhile.
  }
  return entries.flatMap((entry) => (entry.isDirectory() ? list(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** Returns the processes of a group on Linux, and none on other systems. */
function membersOf(group) {
  const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.filter(
    (pid) =>
      read(`/proc/${pid}/stat`)
        .toString()
        .replace(/^.*\) /s, '')
        .split(' ')[2] === String(group),
  );
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

/**
 * Returns a free port below the range from which systems choose ports. The system could give a port of that range to
 * another server or connection while the receiver is not running.
 */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (given.has(port)) continue;
    given.add(port);
    const server = createServer();
    const listens = await new Promise((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!listens) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
