import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Snippet } from '../src/configurations/verify/snippets.ts';

/** The programs that run a sample on a port, and how one sees that they are there. */
interface Runner {
  program: string;
  version: string;
  run: (file: string, port: number) => string[];
}

const RUNNERS: Record<string, Runner> = {
  PHP: {
    program: 'php',
    version: '--version',
    run: (file, port) => ['-S', `127.0.0.1:${port}`, file],
  },
  Node: { program: process.execPath, version: '--version', run: (file) => [file] },
  Python: { program: 'python3', version: '--version', run: (file) => [file] },
  Java: {
    program: process.env.JAVA_HOME === undefined ? 'java' : join(process.env.JAVA_HOME, 'bin/java'),
    version: '-version',
    run: (file) => [file],
  },
};

/** A sample as a customer runs it: a process of its own, asked over real sockets. */
export class RunningSample {
  readonly #process: ChildProcess;
  readonly #port: number;
  readonly #folder: string;

  private constructor(process: ChildProcess, port: number, folder: string) {
    this.#process = process;
    this.#port = port;
    this.#folder = folder;
  }

  /** Whether this machine can run it. */
  static isPossible({ language }: Snippet): boolean {
    const { program, version } = runner(language);
    try {
      execFileSync(program, [version], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }

  /** `signature` null leaves the variable out. */
  static async start(sample: Snippet, signature: string | null): Promise<RunningSample> {
    const folder = mkdtempSync(join(tmpdir(), 'sample-'));
    const port = await freePort();
    const file = join(folder, sample.file);
    writeFileSync(file, sample.code.replaceAll('8080', String(port)));
    const env = { ...process.env };
    delete env.CDR_SIGNATURE;
    if (signature !== null) {
      env.CDR_SIGNATURE = signature;
    }
    const { program, run } = runner(sample.language);
    const child = spawn(program, run(file, port), {
      stdio: 'ignore',
      env,
    });
    const running = new RunningSample(child, port, folder);
    await running.#listening();
    return running;
  }

  /** The status of its answer to a request whose target is sent as it stands. */
  async post(target: string, body: string, signature: string): Promise<number> {
    const answer = await this.#send(
      `POST ${target} HTTP/1.1\r\nHost: receiver.example\r\nConnection: close\r\n` +
        `X-CDR-Signature: ${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1]);
  }

  /** Promises 100 bytes, sends three, and is gone. */
  async abortedUpload(): Promise<void> {
    const socket = await this.#connect();
    await new Promise<void>((resolve) => {
      socket.write('POST / HTTP/1.1\r\nHost: r\r\nContent-Length: 100\r\n\r\nabc', () => resolve());
    });
    socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    if (this.#process.kill()) {
      await ended;
    }
    rmSync(this.#folder, { recursive: true });
  }

  async #send(request: string): Promise<string> {
    const socket = await this.#connect();
    return new Promise((resolve, reject) => {
      let answer = '';
      socket.setEncoding('latin1');
      socket.on('data', (part: string) => (answer += part));
      socket.on('end', () => resolve(answer));
      socket.on('error', reject);
      socket.write(request);
    });
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, '127.0.0.1', () => resolve(socket));
      socket.once('error', reject);
    });
  }

  /** Tries until the process listens, or until it has ended. */
  async #listening(): Promise<void> {
    for (;;) {
      try {
        (await this.#connect()).destroy();
        return;
      } catch (refused) {
        if (this.#process.exitCode !== null) {
          throw refused;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

function runner(language: string): Runner {
  const found = RUNNERS[language];
  if (found === undefined) {
    throw new Error(`Nothing is known that runs ${language}`);
  }
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
