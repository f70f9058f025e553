// Calls the API that docs/openapi.yaml describes.
import { setTimeout as pause } from 'node:timers/promises';
import { CommandFailure } from '../failures.mjs';
import { exitOf } from './exits.mjs';
import { currentSession } from './session.mjs';
import { claimsOf } from './tokens.mjs';
import { moment, visible } from './words.mjs';

const BASE = '/bulk/cdr-mgr/v1';
const PATIENCE_MILLIS = 35_000;
const PAUSES_MILLIS = [500, 2000];
const MAY_PASS = [0, 429, 500, 502, 503, 504];

/** An answer other than 2xx; status 0 means that there was no answer. */
export class ApiFailure extends CommandFailure {
  constructor(status, message) {
    super(message, exitOf(status));
    this.status = status;
  }
}

export class Api {
  #session;
  #pauses;

  constructor(session, pauses = PAUSES_MILLIS) {
    this.#session = session;
    this.#pauses = pauses;
  }

  /** Creates a client of the API at which the person is signed in. */
  static of(io) {
    return new Api(currentSession(io));
  }

  /** Reads, and retries if that may help. `about` names the thing in error messages: "delivery dlv_...". */
  async get(path, about, query = {}) {
    for (let tries = 0; ; tries++) {
      try {
        return await this.#ask('GET', path, about, { query });
      } catch (failure) {
        if (!MAY_PASS.includes(failure.status) || tries === this.#pauses.length) throw failure;
        await pause(this.#pauses[tries]);
      }
    }
  }

  /** Changes something, without retries: after a failure, the change may have happened nevertheless. */
  post(path, about, body, headers = {}) {
    return this.#ask('POST', path, about, { body, headers });
  }

  /** Removes something, without retries. */
  delete(path, about, headers = {}) {
    return this.#ask('DELETE', path, about, { headers });
  }

  /** Reads page after page, and yields the items. */
  async *items(path, about, query = {}) {
    let cursor;
    do {
      const { body } = await this.get(path, about, { ...query, cursor });
      yield* body.items;
      cursor = body.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  async #ask(method, path, about, { query = {}, body, headers = {} }) {
    const url = new URL(BASE + path, this.#session.url);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const response = await this.#fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${this.#session.token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await this.#bodyOf(response);
    if (!response.ok) throw this.#failure(response.status, answer, about);
    return { body: answer, etag: response.headers.get('ETag'), status: response.status };
  }

  async #fetch(url, request) {
    try {
      return await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    } catch (fault) {
      throw this.#unanswered(fault);
    }
  }

  async #bodyOf(response) {
    try {
      const text = await response.text();
      if (!/json/.test(response.headers.get('Content-Type') ?? '')) return response.ok ? this.#notTheApi() : {};
      return JSON.parse(text);
    } catch (fault) {
      throw fault instanceof CommandFailure ? fault : this.#unanswered(fault);
    }
  }

  #notTheApi() {
    throw new CommandFailure(`${this.#session.url} answers, but is not this API: check the address`);
  }

  #unanswered(fault) {
    const cause =
      fault.name === 'TimeoutError'
        ? 'no answer in time'
        : (fault.cause?.code ?? fault.cause?.message ?? fault.message);
    return new ApiFailure(0, `cannot reach the API at ${this.#session.url} (${visible(cause)}): is it running?`);
  }

  #failure(status, { title, detail, message, errors = [] }, about) {
    if (status === 401) return new ApiFailure(status, this.#ended());
    const said = detail ?? message ?? title ?? `The API answered ${status}.`;
    const lines = errors.map((error) => `\n  ${error.field} ${error.detail}`.replace(/[^\n]+/, visible));
    const again = status === 429 || status >= 500 ? ` (status ${status}, try again later)` : '';
    return new ApiFailure(status, `${about}: ${visible(said)}${again}${lines.join('')}`);
  }

  #ended() {
    const { expiresAt } = claimsOf(this.#session.token);
    const past = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
    const why = past ? `the session ended at ${moment(expiresAt)}` : `${this.#session.url} does not accept the token`;
    return `${why}: ${this.#session.again}`;
  }
}
