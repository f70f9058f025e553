import { Problem } from './problem.ts';

interface Exchange<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** A resource and the ETag under which it may be replaced. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

/** The body of a 2xx answer; anything else is thrown as a Problem. */
export async function answered<T>(asked: Promise<Exchange<T>>): Promise<T> {
  return (await exchanged(asked)).value;
}

/** The same with the ETag. */
export async function versioned<T>(asked: Promise<Exchange<T>>): Promise<Versioned<T>> {
  const { value, response } = await exchanged(asked);
  return { value, etag: response.headers.get('ETag') ?? '*' };
}

async function exchanged<T>(
  asked: Promise<Exchange<T>>,
): Promise<{ value: T; response: Response }> {
  let exchange: Exchange<T>;
  try {
    exchange = await asked;
  } catch (fault) {
    if (fault instanceof TypeError || fault instanceof SyntaxError) {
      throw Problem.unreachable();
    }
    throw fault;
  }
  if (!exchange.response.ok) {
    throw Problem.of(exchange.response.status, exchange.error);
  }
  // A 204 has no body, and its type says so.
  return { value: exchange.data as T, response: exchange.response };
}
