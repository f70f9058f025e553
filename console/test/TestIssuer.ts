import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The differences between this issuer and an honest one. */
export interface Otherwise {
  /** Replaces properties of its description. */
  described?: Record<string, unknown>;
  /** Replaces parameters of the answer in the address; undefined removes one. */
  answered?: Record<string, string | undefined>;
  /** Replaces claims of the ID token. */
  claimed?: Record<string, unknown>;
  /** Replaces properties of the token answer. */
  given?: Record<string, unknown>;
  /** A token answer that replaces the usual one. */
  refused?: { status: number; body: object };
}

interface Asked {
  challenge: string;
  nonce: string;
  redirectUri: string;
  clientId: string;
}

export const ACCESS_TOKEN = 'access.token.of-this-person';

/**
 * An OpenID issuer on a real port that accepts every user. Its codes are as strict as real ones: each is valid
 * once, for the client and the address that requested it, with the right verifier.
 */
export class TestIssuer {
  otherwise: Otherwise = {};
  /** The requested paths, in their order. */
  readonly asked: string[] = [];
  readonly #codes = new Map<string, Asked>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.#answer(request, response);
    });
  }

  static async start(): Promise<TestIssuer> {
    return new TestIssuer(await listening());
  }

  get url(): string {
    return origin(this.#server);
  }

  stop(): Promise<void> {
    return stopped(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    this.asked.push(pathname);
    switch (pathname) {
      case '/.well-known/openid-configuration':
        json(response, 200, this.#description());
        return;
      case '/authorize':
        response.writeHead(302, { Location: this.#authorize(searchParams) }).end();
        return;
      case '/token':
        this.#token(new URLSearchParams(await text(request)), response);
        return;
      default:
        response.writeHead(404).end();
    }
  }

  #description(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      end_session_endpoint: `${this.url}/sign-out`,
      ...this.otherwise.described,
    };
  }

  #authorize(asked: URLSearchParams): string {
    const code = randomUUID();
    this.#codes.set(code, {
      challenge:
        asked.get('code_challenge_method') === 'S256' ? required(asked, 'code_challenge') : '',
      nonce: required(asked, 'nonce'),
      redirectUri: required(asked, 'redirect_uri'),
      clientId: required(asked, 'client_id'),
    });
    const back = new URL(required(asked, 'redirect_uri'));
    const usual: Record<string, string | undefined> = { code, state: required(asked, 'state') };
    Object.entries({ ...usual, ...this.otherwise.answered })
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .forEach(([name, value]) => back.searchParams.set(name, value));
    return back.href;
  }

  #token(form: URLSearchParams, response: ServerResponse): void {
    const code = required(form, 'code');
    const asked = this.#codes.get(code);
    this.#codes.delete(code);
    const verifier = createHash('sha256').update(required(form, 'code_verifier'));
    if (this.otherwise.refused !== undefined) {
      json(response, this.otherwise.refused.status, this.otherwise.refused.body);
    } else if (
      asked?.challenge !== verifier.digest('base64url') ||
      asked.redirectUri !== form.get('redirect_uri') ||
      asked.clientId !== form.get('client_id')
    ) {
      json(response, 400, { error: 'invalid_grant' });
    } else {
      json(response, 200, {
        access_token: ACCESS_TOKEN,
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: 'refresh-token',
        id_token: this.#idToken(asked),
        ...this.otherwise.given,
      });
    }
  }

  #idToken({ clientId, nonce }: Asked): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.url,
      sub: 'user-1',
      aud: clientId,
      nonce,
      iat: now,
      exp: now + 300,
    };
    return [{ alg: 'RS256' }, { ...claims, ...this.otherwise.claimed }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat('c2lnbmF0dXJl')
      .join('.');
  }
}

/** The console's origin, which serves only `sign-in.json`. */
export class TestSite {
  /** Null where there is no such file. */
  signIn: object | string | null = null;
  status = 200;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.url !== '/console/sign-in.json' || this.signIn === null) {
        response.writeHead(404).end();
      } else {
        json(response, this.status, this.signIn);
      }
    });
  }

  static async start(): Promise<TestSite> {
    return new TestSite(await listening());
  }

  get origin(): string {
    return origin(this.#server);
  }

  /** Sends a request as a page of this origin would. */
  readonly ask: typeof fetch = (address, request) =>
    fetch(address instanceof Request ? address : new URL(address, this.origin), request);

  stop(): Promise<void> {
    return stopped(this.#server);
  }
}

function listening(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function json(response: ServerResponse, status: number, body: object | string): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function required(values: URLSearchParams, name: string): string {
  return values.get(name) ?? `no ${name}`;
}
