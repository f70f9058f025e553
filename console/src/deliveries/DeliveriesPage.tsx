import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { LoadedList } from '../api/lists.ts';
import { count, counted } from '../format/amount.ts';
import { inputWords } from '../format/time.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { Listed } from '../layout/Listed.tsx';
import { Page } from '../layout/Page.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { DeliveryFilters } from './DeliveryFilters.tsx';
import { DeliveryTable } from './DeliveryTable.tsx';
import classes from './DeliveryTable.module.css';
import { isBackwards, readFilter, writeFilter, type DeliveryFilter } from './filter.ts';
import { NoDeliveries } from './NoDeliveries.tsx';
import { useChosen } from './resend/useChosen.ts';
import { LOOKED_AT, useDeliveryList } from './useDeliveries.ts';
import { useExactTimes } from './useExactTimes.ts';

const ResendMany = lazy(async () => ({
  default: (await import('./resend/ResendMany.tsx')).ResendMany,
}));

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
            onChange={(next) => setQuery(writeFilter(next), { replace: true })}
          />
        )}
      </Stack>
    </Page>
  );
}

interface ListProps {
  filter: DeliveryFilter;
  onChange: (filter: DeliveryFilter) => void;
}

function DeliveryList({ filter, onChange }: ListProps) {
  const list = useDeliveryList(filter);
  const times = useExactTimes();
  const { chosen, selection, clear } = useChosen(list.items);
  // Null while its window is closed.
  const [resent, setResent] = useState<'chosen' | 'matching' | null>(null);
  const close = () => {
    setResent(null);
    clear();
  };
  return (
    <>
      {chosen.length === 0 ? (
        <Refreshment list={list} filter={filter} onChange={onChange} times={times} />
      ) : (
        <ChosenOnes
          number={chosen.length}
          more={list.more}
          onResend={() => setResent('chosen')}
          onResendMatching={() => setResent('matching')}
          onClear={clear}
        />
      )}
      {resent !== null && (
        <Suspense fallback={null}>
          <ResendMany
            chosen={resent === 'chosen' ? chosen : null}
            filter={filter}
            onClose={close}
          />
        </Suspense>
      )}
      <Listed list={list} empty={<NoDeliveries filter={filter} />} looksAt={LOOKED_AT}>
        {(deliveries) => (
          <DeliveryTable deliveries={deliveries} selection={selection} exact={times.exact} />
        )}
      </Listed>
    </>
  );
}

interface ChosenProps {
  number: number;
  /** True if the list has further pages. */
  more: boolean;
  onResend: () => void;
  onResendMatching: () => void;
  onClear: () => void;
}

/** The actions for the selected rows. */
function ChosenOnes({ number, more, onResend, onResendMatching, onClear }: ChosenProps) {
  return (
    <Group justify="space-between" gap="xs" className={classes.chosen}>
      <Text size="sm" role="status">
        {count(number)} selected
      </Text>
      <Group gap="xs">
        {more && (
          <ChangeButton variant="subtle" size="compact-sm" onClick={onResendMatching}>
            Resend all that match
          </ChangeButton>
        )}
        <Button variant="subtle" size="compact-sm" onClick={onClear}>
          Clear selection
        </Button>
        <ChangeButton size="compact-sm" onClick={onResend}>
          Resend {counted(number, 'report', 'reports')}
        </ChangeButton>
      </Group>
    </Group>
  );
}

interface RefreshmentProps extends ListProps {
  list: LoadedList<unknown>;
  times: ReturnType<typeof useExactTimes>;
}

function Refreshment({ list, filter, onChange, times }: RefreshmentProps) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {refreshmentWords(list)}
        {times.exact && ` ${inputWords('')}.`}
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
        <Button variant="subtle" size="compact-sm" onClick={times.toggle}>
          {times.exact ? 'Show how long ago' : 'Show exact times'}
        </Button>
        <TestsButton filter={filter} onChange={onChange} />
        {Object.keys(filter).length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange({})}>
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

/** Hides the tests of configurations, or shows them again. */
function TestsButton({ filter: { test, ...others }, onChange }: ListProps) {
  const hidden = test === 'false';
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      onClick={() => onChange(hidden ? others : { ...others, test: 'false' })}
    >
      {hidden ? 'Show tests' : 'Hide tests'}
    </Button>
  );
}

function refreshmentWords({ error, live }: LoadedList<unknown>): string {
  if (error !== null) {
    return live ? 'Retrying every 5 seconds.' : 'Not refreshed automatically.';
  }
  return live ? 'Refreshed every 5 seconds.' : 'The list is too long to refresh automatically.';
}
