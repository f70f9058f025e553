import { useMutation } from '@tanstack/react-query';
import { Problem } from '../api/problem.ts';
import { useSession } from '../session/SessionContext.ts';

/**
 * Asks the local system to export a report as the CDR Manager would. The endpoint is not part of the
 * API: only the local system has it, as /platform says (sampleExport).
 */
export function useExportSample() {
  const session = useSession();
  return useMutation({
    mutationFn: async (wanted: { taskId: number; lines: number }) => {
      const answer = await post(session.token ?? '', wanted);
      const body: unknown = await answer.json().catch(() => null);
      if (answer.status === 401) {
        session.end('ended');
      }
      if (!answer.ok) {
        throw Problem.of(answer.status, body);
      }
      return body as { objectKey: string };
    },
  });
}

async function post(token: string, body: { taskId: number; lines: number }): Promise<Response> {
  try {
    return await fetch('/local/sample-reports', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  } catch {
    throw Problem.unreachable('POST');
  }
}
