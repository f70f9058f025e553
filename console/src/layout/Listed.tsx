import type { ReactNode } from 'react';
import type { LoadedList } from '../api/lists.ts';
import { problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import { notRefreshed } from '../format/time.ts';
import { Loading } from './Loading.tsx';
import { LoadMore } from './LoadMore.tsx';

interface Props<T> {
  list: LoadedList<T>;
  /** Shown only if the API has said that there are no items. */
  empty: ReactNode;
  /** The number of stored items that the API reads for a page, if a filter may leave out most of them. */
  looksAt?: number;
  children: (items: T[]) => ReactNode;
}

/**
 * Shows a list, or that it is loading, empty, or why it failed. The rows stay when a later refresh fails,
 * with the time when they were read.
 */
export function Listed<T>({ list, empty, looksAt, children }: Props<T>) {
  const { items, pending, error, more } = list;
  return (
    <>
      {error !== null && (
        <ProblemAlert title={failureTitle(list)} problem={problemOf(error)} onRetry={list.retry} />
      )}
      {pending && error === null && <Loading />}
      {items.length > 0 && children(items)}
      {!pending && error === null && !more && items.length === 0 && empty}
      <LoadMore list={list} looksAt={looksAt} />
    </>
  );
}

function failureTitle({ readAt, failedMore }: LoadedList<unknown>): string {
  if (readAt === 0) {
    return "Can't load the list";
  }
  return failedMore ? "Can't load more" : notRefreshed(readAt);
}
