import { Problem } from './problem.ts';

interface Exchange<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** A resource and the ETag to replace it with. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

/** Returns the body of a 2xx answer; throws any other answer as a Problem. */
export async function answered<T>(asked: Promise<Exchange<T>>): Promise<T> {
  return (await exchanged(asked)).value;
}

/** Returns the body and the ETag of a 2xx answer. */
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
      throw Problem.unreadable();
    }
    throw fault;
  }
  if (!exchange.response.ok) {
    throw Problem.of(exchange.response.status, exchange.error);
  }
  // A 204 has no body; callers then use undefined as T.
  return { value: exchange.data as T, response: exchange.response };
}
