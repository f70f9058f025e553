import { Anchor, Button, Group, Text } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import type { LoadedList } from '../api/lists.ts';
import { problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import { Loading } from '../layout/Loading.tsx';
import { LoadMore } from '../layout/LoadMore.tsx';
import { Page } from '../layout/Page.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { DeliveryFilters } from './DeliveryFilters.tsx';
import { DeliveryTable } from './DeliveryTable.tsx';
import { isBackwards, readFilter, writeFilter, type DeliveryFilter } from './filter.ts';
import { NoDeliveries } from './NoDeliveries.tsx';
import { useDeliveryList } from './useDeliveries.ts';

/** Lists deliveries, with filters. */
export function DeliveriesPage() {
  const [query, setQuery] = useSearchParams();
  const filter = readFilter(query);
  return (
    <Page
      title="Deliveries"
      subtitle="Every report with its status, newest first."
      actions={<ExportSample />}
    >
      <DeliveryFilters
        filter={filter}
        onChange={(next) => setQuery(writeFilter(next), { replace: true })}
      />
      {!isBackwards(filter) && (
        <DeliveryList filter={filter} onClear={() => setQuery({}, { replace: true })} />
      )}
    </Page>
  );
}

interface ListProps {
  filter: DeliveryFilter;
  onClear: () => void;
}

function DeliveryList({ filter, onClear }: ListProps) {
  const list = useDeliveryList(filter);
  return (
    <>
      <Refreshment list={list} filter={filter} onClear={onClear} />
      {list.error !== null && (
        <ProblemAlert problem={problemOf(list.error)} onRetry={list.refresh} />
      )}
      {list.pending && list.error === null && <Loading />}
      {list.items.length > 0 && <DeliveryTable deliveries={list.items} />}
      {!list.pending && !list.more && list.items.length === 0 && <NoDeliveries filter={filter} />}
      <LoadMore list={list} />
    </>
  );
}

function Refreshment({ list, filter, onClear }: ListProps & { list: LoadedList<unknown> }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {list.live
          ? 'Refreshed every 5 seconds.'
          : 'Not refreshed automatically while more pages are loaded.'}
        {filter.configurationId !== undefined && (
          <>
            {' '}
            <Anchor
              underline="always"
              component={Link}
              to={`/configurations/${filter.configurationId}?tab=recover`}
            >
              Resend missed reports
            </Anchor>
          </>
        )}
      </Text>
      <Group gap="xs">
        {Object.keys(filter).length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={onClear}>
            Clear filters
          </Button>
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<RefreshCw size={14} aria-hidden />}
          onClick={list.refresh}
        >
          Refresh
        </Button>
      </Group>
    </Group>
  );
}
