import { useForm, type UseFormReturnType } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import { Problem } from '../api/problem.ts';
import { drafts } from './tabDrafts.ts';

export interface DraftForm<T extends object> {
  form: UseFormReturnType<T>;
  /** The version that saving may replace: the one from when typing began, even after a reload. */
  etag: () => string;
  /** Shows the API's errors at their fields and focuses the first one. */
  showErrors: (problem: Problem) => void;
  /** Drops the draft, after saving or cancelling. */
  done: () => void;
  /** Drops the draft and shows the stored values again. */
  restart: () => void;
  /** Keeps the values; saving may replace the version that is stored now. */
  rebase: () => void;
}

/**
 * A form that keeps its values over errors and reloads, under the name `key`. Until the user types, it
 * follows the stored values (`fresh`, in version `etag`). It drops its `secrets` when it closes.
 */
export function useDraftForm<T extends object>(
  key: string,
  fresh: T,
  etag = '',
  secrets: readonly (keyof T)[] = [],
): DraftForm<T> {
  const [begun] = useState(() => drafts.find(key, fresh) ?? { values: fresh, etag });
  const base = useRef({ stored: JSON.stringify(fresh), etag: begun.etag });
  const form = useForm<T>({
    mode: 'controlled',
    initialValues: begun.values,
    onValuesChange: (values) => {
      if (JSON.stringify(values) === base.current.stored) {
        drafts.drop(key);
      } else {
        drafts.keep(key, { values, etag: base.current.etag }, secrets);
      }
    },
  });
  const follow = () => {
    base.current = { stored: JSON.stringify(fresh), etag };
    form.setValues(fresh);
  };
  useEffect(() => {
    if (base.current.etag !== etag && drafts.find(key, fresh) === null) {
      follow();
    }
    // Only when there is a new version.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [etag]);
  useEffect(() => () => drafts.dropSecret(key), [key]);
  return {
    form,
    etag: () => base.current.etag,
    showErrors: (problem) => showErrors(form, problem, Object.keys(fresh)),
    done: () => drafts.drop(key),
    restart: () => {
      drafts.drop(key);
      form.clearErrors();
      follow();
    },
    rebase: () => {
      base.current = { stored: JSON.stringify(fresh), etag };
      drafts.keep(key, { values: form.getValues(), etag }, secrets);
    },
  };
}

/** The props of a `Moment` for a form's field that holds an instant, or an empty text. */
export function instantProps<T extends object>(form: UseFormReturnType<T>, path: keyof T & string) {
  return {
    'data-path': path,
    value: (form.getValues()[path] as string) || null,
    error: form.errors[path] ?? null,
    onChange: (instant: string | null) => {
      form.setFieldValue(path, (instant ?? '') as never);
    },
  };
}

function showErrors<T extends object>(
  form: UseFormReturnType<T>,
  problem: Problem,
  known: string[],
): void {
  const errors = problem.fields
    .filter(({ field }) => known.includes(field))
    .map(({ field, detail }) => [field, Problem.sentence(detail)] as const);
  form.setErrors(Object.fromEntries(errors));
  const first = errors[0]?.[0];
  if (first !== undefined) {
    form.getInputNode(first)?.focus();
  }
}
