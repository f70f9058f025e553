import type { ReactNode } from 'react';
import { Problem, problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import { notRefreshed } from '../format/time.ts';
import { Loading } from './Loading.tsx';

interface Query<T> {
  data: T | undefined;
  error: Error | null;
  /** The time of the last read, in milliseconds. */
  dataUpdatedAt: number;
  refetch: () => unknown;
}

interface Props<T> {
  query: Query<T>;
  /** Shown if there is no such resource (404). */
  missing?: ReactNode;
  children: (data: T) => ReactNode;
}

/**
 * Shows the data of a query, or that it is loading, or why it failed. The data stays when a later refresh
 * fails, with the time when it was read.
 */
export function Fetched<T>({ query, missing, children }: Props<T>) {
  const { data, error } = query;
  if (data === undefined && missing !== undefined && isMissing(error)) {
    return missing;
  }
  return (
    <>
      {error !== null && (
        <ProblemAlert
          title={data === undefined ? "Can't load the data" : notRefreshed(query.dataUpdatedAt)}
          problem={problemOf(error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {data !== undefined && children(data)}
      {data === undefined && error === null && <Loading />}
    </>
  );
}

function isMissing(error: Error | null): boolean {
  return error instanceof Problem && error.status === 404;
}
