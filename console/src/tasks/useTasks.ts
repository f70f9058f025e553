import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, versioned, type Versioned } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';
import { PAGE_SIZE, useLoadedList } from '../api/lists.ts';
import { NAME_MS, orNull } from '../api/naming.ts';
import { SAMPLE_TASK, type CdrTask } from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import {
  CHOICES,
  choicesQuery,
  foundChoice,
  useChoices,
  type Choices,
} from '../forms/useChoices.ts';

/** `q` is the beginning of a number, or a part of a name; empty for all. */
export interface TaskListFilter {
  q: string;
  sort: 'number' | 'name';
}

/** Pages of the API's list, which is in the order of `sort`. */
function usePages({ q, sort }: TaskListFilter) {
  const api = useApi();
  return (cursor: string | null) =>
    answered(
      api.GET('/cdr-tasks', {
        params: {
          query: {
            limit: PAGE_SIZE,
            sort,
            ...(cursor !== null && { cursor }),
            ...(q !== '' && { q }),
          },
        },
      }),
    );
}

/** The list for its page. */
export function useTaskList(filter: TaskListFilter) {
  return useLoadedList(['tasks', 'list', filter.q, filter.sort], usePages(filter), null);
}

/** The first tasks that match a text, by number. */
function useFirst() {
  const api = useApi();
  return (q: string) =>
    answered(
      api.GET('/cdr-tasks', { params: { query: { limit: CHOICES, ...(q !== '' && { q }) } } }),
    );
}

/** The first page of all tasks, by number. */
export function useFirstTasks() {
  return useQuery(choicesQuery('tasks', '', useFirst()));
}

/**
 * A task for its name. It is fetched separately if it is not among the first ones, which one request has for all
 * names of a page; null if there is no such task, undefined while it loads.
 */
export function useNamedTask(taskId: number | null): CdrTask | null | undefined {
  const api = useApi();
  const queries = useQueryClient();
  const first = useFirstTasks();
  const known = first.data?.items.find((task) => task.taskId === taskId);
  const asked = useQuery({
    queryKey: ['tasks', 'named', taskId],
    queryFn: () =>
      orNull(
        answered(api.GET('/cdr-tasks/{taskId}', { params: { path: { taskId: taskId ?? 0 } } })),
      ),
    enabled: taskId !== null && taskId !== SAMPLE_TASK && !first.isPending && known === undefined,
    staleTime: NAME_MS,
  });
  if (known !== undefined || asked.data !== undefined) {
    return known ?? asked.data;
  }
  return foundChoice<CdrTask>(queries, 'tasks', (each) => each.taskId === taskId);
}

/** Tasks to choose from, by number; always includes the chosen one. */
export function useTaskChoices(chosen: number | null): Choices {
  const { items, ...choices } = useChoices('tasks', useFirst());
  const named = useNamedTask(chosen);
  const missing =
    chosen === null || items.some(({ taskId }) => taskId === chosen)
      ? []
      : [{ taskId: chosen, ...named }];
  const entries = [...items, ...missing].map(({ taskId, taskName = chosenName(taskId) }) => ({
    value: String(taskId),
    label: `${visibleName(taskName)} (${taskId})`,
  }));
  return { entries, ...choices };
}

function chosenName(taskId: number): string {
  return taskId === SAMPLE_TASK ? 'Test' : 'Task';
}

/** A task for the confirmation of its deletion; it does not change while the window is open. */
export function useTaskToDelete(taskId: number | null) {
  const api = useApi();
  return useQuery({
    // Not below 'tasks', so that it is not refreshed with them.
    queryKey: ['task to delete', taskId],
    queryFn: () =>
      versioned(api.GET('/cdr-tasks/{taskId}', { params: { path: { taskId: taskId ?? 0 } } })),
    enabled: taskId !== null,
    staleTime: Infinity,
    gcTime: 0,
  });
}

export function useTask(taskId: number) {
  const api = useApi();
  return useQuery({
    queryKey: ['tasks', 'one', taskId],
    queryFn: () => versioned(api.GET('/cdr-tasks/{taskId}', { params: { path: { taskId } } })),
  });
}

/** Reads whether a report of the task is overdue, and the rhythm of its last uploads. */
export function useTaskRhythm(taskId: number) {
  const api = useApi();
  return useQuery({
    queryKey: ['tasks', 'rhythm', taskId],
    queryFn: () =>
      answered(api.GET('/cdr-tasks/{taskId}/rhythm', { params: { path: { taskId } } })),
  });
}

export interface TaskSaving {
  taskId: number;
  taskName: string;
  webhookConfigurationId: string | null;
  numbersReports: boolean;
  expectedEvery: string | null;
  graceMinutes: number | null;
  /** The version to replace; null for a new task. */
  etag: string | null;
}

export function useSaveTask() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ taskId, etag, ...body }: TaskSaving) =>
      answered(
        api.PUT('/cdr-tasks/{taskId}', {
          params: {
            path: { taskId },
            header: etag === null ? { 'If-None-Match': '*' } : { 'If-Match': etag },
          },
          body,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

export function useDeleteTask() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ value: { taskId }, etag }: Versioned<CdrTask>) =>
      answered(
        api.DELETE('/cdr-tasks/{taskId}', {
          params: { path: { taskId }, header: { 'If-Match': etag } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  });
}
