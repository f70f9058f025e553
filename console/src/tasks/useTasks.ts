import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, versioned } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';
import { PAGE_SIZE, useLoadedList } from '../api/lists.ts';
import { gatherAll } from '../api/paging.ts';

const MOST_TO_CHOOSE_FROM = 1000;

function usePages(limit: number) {
  const api = useApi();
  return (cursor: string | null) =>
    answered(
      api.GET('/cdr-tasks', { params: { query: cursor === null ? { limit } : { limit, cursor } } }),
    );
}

/** The list, as its page shows it. */
export function useTaskList() {
  return useLoadedList(['tasks', 'list'], usePages(PAGE_SIZE), null);
}

/** All of them, by number, to choose from and to name them by. */
export function useTasks() {
  const pages = usePages(100);
  return useQuery({
    queryKey: ['tasks', 'all'],
    queryFn: async () =>
      (await gatherAll(pages, MOST_TO_CHOOSE_FROM)).sort((a, b) => a.taskId - b.taskId),
    staleTime: 10_000,
  });
}

export function useTask(taskId: number) {
  const api = useApi();
  return useQuery({
    queryKey: ['tasks', 'one', taskId],
    queryFn: () => versioned(api.GET('/cdr-tasks/{taskId}', { params: { path: { taskId } } })),
  });
}

export interface TaskSaving {
  taskId: number;
  taskName: string;
  webhookConfigurationId: string | null;
  /** The version that is replaced; null for a task that must be new. */
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
    mutationFn: (taskId: number) =>
      answered(api.DELETE('/cdr-tasks/{taskId}', { params: { path: { taskId } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tasks'] }),
  });
}
