import { useMutation, useQuery } from '@tanstack/react-query';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';

/** The latest days that have a statement, the latest first. */
export function useStatementDays(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['statements', id],
    queryFn: async () =>
      (
        await answered(
          api.GET('/webhook-configurations/{id}/statements', { params: { path: { id } } }),
        )
      ).days,
    staleTime: 60_000,
  });
}

/** Saves a part of a statement as a file, byte for byte. Answers whether it is the last one of its day. */
export function useSaveStatement(id: string) {
  const api = useApi();
  return useMutation({
    mutationFn: async ({ day, part }: { day: string; part: number }) => {
      const text = await answered(
        api.GET('/webhook-configurations/{id}/statement', {
          params: { path: { id }, query: { day, part } },
          parseAs: 'text',
        }),
      );
      save(text, `${day}.${part}.json`);
      return (JSON.parse(text) as { lastPart: boolean }).lastPart;
    },
  });
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
