import { Alert } from '@mantine/core';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import { counted } from '../../format/amount.ts';
import { useLastRevocation, useRevocation, useRevokeAllLinks } from './useRevocation.ts';

/** Shows how far the links of a configuration are revoked, if this tab has asked for it. */
export function LinkRevocationState({ id }: { id: string }) {
  const last = useLastRevocation(id);
  const again = useRevokeAllLinks(id);
  const progress = useRevocation(last?.job?.id).data ?? last?.job;
  if (last !== undefined && last.error !== null) {
    return (
      <ProblemAlert
        title="The existing links were not revoked"
        problem={problemOf(last.error)}
        onRetry={() => again.mutate(last.issuedBefore)}
      />
    );
  }
  if (progress === undefined) {
    return null;
  }
  const { status, seen, revoked } = progress;
  const links = counted(revoked, 'link', 'links');
  return status === 'FINISHED' ? (
    <Alert role="status" color="teal" title={`Finished: ${links} revoked`}>
      Links that were issued since then still work.
    </Alert>
  ) : (
    <Alert role="status" color="indigo" title={`Revoking links: ${links} so far`}>
      {counted(seen, 'delivery', 'deliveries')} checked. The job checks recent links again after a
      minute, and continues if you leave this page.
    </Alert>
  );
}
