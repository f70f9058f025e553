import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useDelivery } from '../deliveries/useDeliveries.ts';
import { Empty } from '../layout/Empty.tsx';
import { idOf } from './words.ts';

/** Says why no change is listed. */
export function NoChanges({ about }: { about: string }) {
  return (
    <Empty title="No changes">
      {about.startsWith('delivery:') ? (
        <NoneOfDelivery id={idOf(about)} />
      ) : (
        'No change of the last 400 days matches. Every change through the console, the API or the command-line tool appears here; a recovery appears once, with its configuration.'
      )}
    </Empty>
  );
}

/** A recovery has one record for all reports that it resends. */
function NoneOfDelivery({ id }: { id: string }) {
  const configuration = useDelivery(id, () => false).data?.configurationId ?? null;
  return (
    <>
      No change of the last 400 days names this delivery. A recovery, which resends the missed
      reports of a time range, is listed under its configuration and not under each report. So are
      the effects of enabling or deleting the configuration.{' '}
      {configuration !== null && (
        <Anchor
          component={Link}
          to={`/changes?about=configuration:${configuration}`}
          inherit
          underline="always"
        >
          See the changes of its configuration
        </Anchor>
      )}
    </>
  );
}
