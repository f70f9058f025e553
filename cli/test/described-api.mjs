// A server that answers with the examples of docs/openapi.yaml, and refuses what that file does not describe.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const ROOT = new URL('../../', import.meta.url);
const BASE = '/bulk/cdr-mgr/v1';
const METHODS = ['get', 'put', 'post', 'delete', 'head'];

// The console's build has the libraries that read the file.
if (!existsSync(new URL('console/node_modules', ROOT))) throw new Error('run sh console/install.sh first');
const load = createRequire(new URL('console/package.json', ROOT));
const description = load('js-yaml').load(readFileSync(new URL('docs/openapi.yaml', ROOT), 'utf8'), {
  schema: load('js-yaml').CORE_SCHEMA,
});
const ajv = new (load('@redocly/ajv/dist/2020').default)({ strict: false, validateFormats: false });
ajv.addSchema(description, 'api');

export class DescribedApi {
  /** The token that it accepts. */
  token = unsigned({ exp: 4_102_444_800, scope: 'webhooks/read webhooks/write' });
  /** The requests so far: { operation, path, query, headers, body }. */
  asked = [];
  /** The requests and answers that docs/openapi.yaml does not describe. */
  faults = [];
  #answers = new Map();
  #pages = new Map();
  #server = createServer((request, response) => this.#take(request, response));

  static async start() {
    const api = new DescribedApi();
    await new Promise((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** The environment of a script that is signed in. */
  get env() {
    return { CDR_WEBHOOKS_URL: this.url, CDR_WEBHOOKS_TOKEN: this.token, XDG_CONFIG_HOME: '/nonexistent' };
  }

  /** Gives the next requests of an operation these answers, and later ones the last of them: { status, body, headers }. */
  answer(operation, ...answers) {
    this.#answers.set(operation, answers);
  }

  /** Serves a path outside the API, such as the console's sign-in.json. */
  serve(path, answer) {
    this.#pages.set(path, answer);
  }

  requests(operation) {
    return this.asked.filter((each) => each.operation === operation);
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request, response) {
    const url = new URL(request.url, this.url);
    const sent = await text(request);
    if (this.#pages.has(url.pathname)) {
      this.asked.push({ path: url.pathname, form: new URLSearchParams(sent), headers: request.headers });
      return reply(response, this.#pages.get(url.pathname)(new URLSearchParams(sent)));
    }
    const called = find(request.method.toLowerCase(), url.pathname);
    if (!called) return this.#refuse(response, `${request.method} ${url.pathname} is not described`);
    const { operation } = called;
    const faults = [...parameterFaults(called, url, request.headers), ...bodyFaults(operation, request.headers, sent)];
    if (faults.length > 0) return this.#refuse(response, `${operation.operationId}: ${faults.join('; ')}`);
    if (request.headers.authorization !== `Bearer ${this.token}`) return reply(response, example(operation, '401'));
    const query = Object.fromEntries(url.searchParams);
    this.asked.push({
      operation: operation.operationId,
      path: url.pathname,
      query,
      headers: request.headers,
      body: parsed(sent),
    });
    this.#answer(operation, response);
  }

  #answer(operation, response) {
    const planned = this.#answers.get(operation.operationId) ?? [];
    const next = planned.length > 1 ? planned.shift() : planned[0];
    const status = String(next?.status ?? Object.keys(operation.responses)[0]);
    const described = example(operation, status);
    const answer = { ...described, ...next, headers: { ...described.headers, ...next?.headers } };
    const wrong = answer.type === 'application/json' && mismatch(answer.schema, answer.body);
    if (wrong) return this.#refuse(response, `the answer of the test to ${operation.operationId}: ${wrong}`);
    reply(response, answer);
  }

  #refuse(response, fault) {
    this.faults.push(fault);
    reply(response, {
      status: 400,
      type: 'application/problem+json',
      body: { title: 'Bad Request', status: 400, detail: fault },
    });
  }
}

/** A token without a valid signature. */
export function unsigned(claims) {
  return (
    [{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
    '.c2ln'
  );
}

function find(method, path) {
  for (const [template, item] of Object.entries(description.paths)) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const found = new RegExp(`^${BASE}${template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    if (!found || !METHODS.includes(method) || !item[method]) continue;
    const inPath = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1])]));
    return { operation: item[method], shared: item.parameters ?? [], inPath };
  }
  return undefined;
}

function parameterFaults({ operation, shared, inPath }, url, headers) {
  const parameters = [...shared, ...(operation.parameters ?? [])].map(resolved);
  const faults = [];
  for (const name of url.searchParams.keys()) {
    if (!parameters.some((each) => each.in === 'query' && each.name === name))
      faults.push(`it has no parameter ${name}`);
  }
  for (const { in: place, name, required, schema } of parameters) {
    const value =
      { path: inPath[name], query: url.searchParams.get(name), header: headers[name.toLowerCase()] }[place] ??
      undefined;
    if (value === undefined && required) faults.push(`${name} is missing`);
    const wrong = value !== undefined && mismatch(schema, value) && mismatch(schema, Number(value));
    if (wrong) faults.push(`${name} ${wrong}`);
  }
  return faults;
}

function bodyFaults({ requestBody }, headers, sent) {
  if (sent === '') return requestBody?.required ? ['the body is missing'] : [];
  if (!requestBody) return ['it has no body'];
  if (headers['content-type'] !== 'application/json') return [`the Content-Type is ${headers['content-type']}`];
  const wrong = mismatch(requestBody.content['application/json'].schema, parsed(sent));
  return wrong ? [`the body ${wrong}`] : [];
}

function mismatch(schema, value) {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

/** Returns the described answer with its example: { status, type, schema, body, headers }. */
function example(operation, status) {
  const described = resolved(operation.responses[status]);
  const [type, content = {}] = Object.entries(described.content ?? {})[0] ?? [];
  const named = Object.values(content.examples ?? {})[0];
  const headers = Object.entries(described.headers ?? {}).map(([name, header]) => [name, resolved(header).example]);
  return {
    status: Number(status),
    type,
    schema: content.schema,
    body: content.example ?? (named && resolved(named).value),
    headers: Object.fromEntries(headers.filter(([, value]) => value !== undefined)),
  };
}

function resolved(value) {
  if (value.$ref === undefined) return value;
  return resolved(
    value.$ref
      .slice(2)
      .split('/')
      .reduce((part, name) => part[name], description),
  );
}

function reply(response, { status = 200, type = 'application/json', body, headers = {} }) {
  response
    .writeHead(status, { 'Content-Type': type, ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

function parsed(sent) {
  return sent === '' ? undefined : JSON.parse(sent);
}
