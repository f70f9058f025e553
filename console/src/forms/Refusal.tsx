import { useState } from 'react';
import { problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import { Conflict, type ConflictProps } from './Conflict.tsx';

interface Props<T extends object> extends Omit<ConflictProps<T>, 'stored'> {
  /** The error of the last save; null if it succeeded. */
  error: Error | null;
  title: string;
  /** The stored values, in version `etag`. */
  fresh: T;
  etag: string;
}

/**
 * The reason why a form was not saved. If another version is stored by now, it shows both. An error of fields
 * disappears when the user changes a value.
 */
export function Refusal<T extends object>({ error, title, fresh, etag, ...conflict }: Props<T>) {
  const values = JSON.stringify(conflict.draft.form.getValues());
  const message = error?.message ?? null;
  const [refused, setRefused] = useState({ message, values });
  if (refused.message !== message) {
    setRefused({ message, values });
  }
  if (error === null) {
    return null;
  }
  const problem = problemOf(error);
  if (problem.status === 422 && refused.message === message && refused.values !== values) {
    return null;
  }
  // The stored version is read again after the refusal.
  return problem.status === 412 && conflict.draft.etag() !== etag ? (
    <Conflict stored={fresh} {...conflict} />
  ) : (
    <ProblemAlert title={title} problem={problem} shownFields={Object.keys(fresh)} />
  );
}
