import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import type { LoadedList } from '../api/lists.ts';
import { Listed } from '../layout/Listed.tsx';
import { Page } from '../layout/Page.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { DeliveryFilters } from './DeliveryFilters.tsx';
import { DeliveryTable } from './DeliveryTable.tsx';
import { isBackwards, readFilter, writeFilter, type DeliveryFilter } from './filter.ts';
import { NoDeliveries } from './NoDeliveries.tsx';
import { LOOKED_AT, useDeliveryList } from './useDeliveries.ts';

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
      <Stack gap="xs">
        <DeliveryFilters
          filter={filter}
          onChange={(next) => setQuery(writeFilter(next), { replace: true })}
        />
        {!isBackwards(filter) && (
          <DeliveryList
            // Each filter has its own search.
            key={writeFilter(filter).toString()}
            filter={filter}
            onClear={() => setQuery({}, { replace: true })}
          />
        )}
      </Stack>
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
      <Listed list={list} empty={<NoDeliveries filter={filter} />} looksAt={LOOKED_AT}>
        {(deliveries) => <DeliveryTable deliveries={deliveries} />}
      </Listed>
    </>
  );
}

function Refreshment({ list, filter, onClear }: ListProps & { list: LoadedList<unknown> }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {refreshmentWords(list)}
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

function refreshmentWords({ error, live }: LoadedList<unknown>): string {
  if (error !== null) {
    return live ? 'Tried again every 5 seconds.' : 'Not refreshed automatically.';
  }
  return live ? 'Refreshed every 5 seconds.' : 'Too long to be refreshed automatically.';
}
