// Checks that a TypeScript client compiles with the types that openapi-typescript generates, and calls the API.
import createClient from 'openapi-fetch';
import type { paths } from '#openapi';

const { API_ORIGIN, API_TOKEN, CHECK_API_RECEIVER } = process.env;
const api = createClient<paths>({
  baseUrl: `${API_ORIGIN}/bulk/cdr-mgr/v1`,
  headers: { Authorization: `Bearer ${API_TOKEN}` },
});

const created = await api.POST('/webhook-configurations', {
  body: { name: 'TypeScript', url: `${CHECK_API_RECEIVER}/`, signature: 'example-only-choose-your-own' },
});
if (created.data === undefined) throw new Error(JSON.stringify(created.error));
const { id, maxInFlight } = created.data;

const deleted = await api.DELETE('/webhook-configurations/{id}', {
  params: { path: { id }, header: { 'If-Match': created.response.headers.get('ETag') ?? '*' } },
});
const { error } = await api.GET('/webhook-configurations/{id}', { params: { path: { id } } });
const missing = error !== undefined && 'title' in error && error.title === 'Not Found';
if (maxInFlight !== 10 || deleted.response.status !== 204 || !missing) {
  throw new Error(`the API answered otherwise: ${JSON.stringify([created.data, error])}`);
}
console.log('TypeScript client: compiled, and made three calls');
