import { useMutation } from '@tanstack/react-query';
import { answered } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';

/** The kind of test: which Signature signs it, and whether a forged and an old request follow. */
export interface TestOrder {
  id: string;
  signature: 'current' | 'next';
  refusals: boolean;
}

/** Sends a test of a configuration; the result has the id of its delivery. */
export function useSendTest() {
  const api = useApi();
  return useMutation({
    mutationFn: ({ id, ...body }: TestOrder) =>
      answered(api.POST('/webhook-configurations/{id}/test', { params: { path: { id } }, body })),
  });
}
