import { Group, Select } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { useSearchParams } from 'react-router';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { changedQuery } from '../layout/changedQuery.ts';
import { Empty } from '../layout/Empty.tsx';
import { Listed } from '../layout/Listed.tsx';
import { Page } from '../layout/Page.tsx';
import { SearchField } from '../layout/SearchField.tsx';
import { ConfigurationTable } from './ConfigurationTable.tsx';
import { NewConfigurationWindow } from './NewConfigurationWindow.tsx';
import {
  CONFIGURATION_STATES,
  useConfigurationList,
  type ConfigurationListFilter,
} from './useConfigurations.ts';

/** Lists the webhook configurations and the health of their receivers. */
export function ConfigurationsPage() {
  const [query, setQuery] = useSearchParams();
  const opener = useRef<HTMLButtonElement>(null);
  const change = (values: Record<string, string>) =>
    setQuery((now) => changedQuery(now, values), { replace: true });
  const open = (on: boolean) => change({ add: on ? 'configuration' : '' });
  const filter = {
    q: query.get('q') ?? '',
    state: CONFIGURATION_STATES.find(({ value }) => value === query.get('state'))?.value ?? null,
  };
  return (
    <Page
      title="Webhook configurations"
      subtitle="The URLs to which reports are sent, and their Signatures. Several tasks can share one."
      actions={
        <ChangeButton
          ref={opener}
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => open(true)}
        >
          Add configuration
        </ChangeButton>
      }
    >
      <Group component="section" gap="sm" align="flex-end" aria-label="Filters">
        <SearchField
          label="Find by name"
          text={filter.q}
          onChange={(text) => change({ q: text })}
        />
        <Select
          label="State"
          placeholder="All"
          clearable
          clearButtonProps={{ 'aria-label': 'Clear state' }}
          value={filter.state}
          data={CONFIGURATION_STATES}
          onChange={(state) => change({ state: state ?? '' })}
        />
      </Group>
      <ConfigurationList key={`${filter.state ?? ''} ${filter.q}`} filter={filter} />
      <NewConfigurationWindow
        opener={opener}
        opened={query.get('add') === 'configuration'}
        onClose={() => open(false)}
        onCreated={() => undefined}
      />
    </Page>
  );
}

function ConfigurationList({ filter }: { filter: ConfigurationListFilter }) {
  const list = useConfigurationList(filter);
  const empty =
    filter.q !== '' || filter.state !== null ? (
      <Empty title="No webhook configuration matches">
        Type any part of the name, or clear a filter to see more.
      </Empty>
    ) : (
      <Empty title="No webhook configurations yet">
        Add one with the URL of the receiver and a Signature. Then choose it in the Webhook option
        of a CDR task.
      </Empty>
    );
  return (
    <Listed list={list} empty={empty}>
      {(configurations) => <ConfigurationTable configurations={configurations} />}
    </Listed>
  );
}
