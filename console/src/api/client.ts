import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from '#openapi';
import type { Session } from '../session/Session.ts';
import { Problem } from './problem.ts';

const BASE = '/bulk/cdr-mgr/v1';

export type Api = Client<paths>;

/** The API as openapi.yaml describes it. A 401 to any request ends the session. */
export function createApi(session: Session): Api {
  const api = createClient<paths>({ baseUrl: BASE });
  api.use(bearer(session), UNREACHABLE);
  return api;
}

/** Without an answer, only the method shows whether the request was a read or a change. */
const UNREACHABLE: Middleware = {
  onError: ({ request, error }) =>
    error instanceof TypeError ? Problem.unreachable(request.method) : undefined,
};

function bearer(session: Session): Middleware {
  return {
    onRequest({ request }) {
      if (session.token !== null) {
        request.headers.set('Authorization', `Bearer ${session.token}`);
      }
      return request;
    },
    onResponse({ request, response }) {
      // A 401 to an old token says nothing about the new one.
      const asked = request.headers.get('Authorization');
      if (response.status === 401 && asked === `Bearer ${session.token ?? ''}`) {
        session.end('ended');
      }
    },
  };
}
