import type { ReactNode } from 'react';
import { problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import { Loading } from './Loading.tsx';

interface Query<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

interface Props<T> {
  query: Query<T>;
  children: (data: T) => ReactNode;
}

/**
 * Shows the data of a query, or that it is loading, or why it failed. The data stays when a later refresh
 * fails.
 */
export function Fetched<T>({ query, children }: Props<T>) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  return query.error === null ? (
    <Loading />
  ) : (
    <ProblemAlert
      title="Can't load the data"
      problem={problemOf(query.error)}
      onRetry={() => void query.refetch()}
    />
  );
}
