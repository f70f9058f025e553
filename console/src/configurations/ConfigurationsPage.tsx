import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { useSearchParams } from 'react-router';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { Empty } from '../layout/Empty.tsx';
import { Listed } from '../layout/Listed.tsx';
import { Page } from '../layout/Page.tsx';
import { ConfigurationTable } from './ConfigurationTable.tsx';
import { NewConfigurationWindow } from './NewConfigurationWindow.tsx';
import { useConfigurationList } from './useConfigurations.ts';

/** Lists the webhook configurations and the health of their receivers. */
export function ConfigurationsPage() {
  const list = useConfigurationList();
  const [query, setQuery] = useSearchParams();
  const opener = useRef<HTMLButtonElement>(null);
  const open = (on: boolean) => setQuery(on ? { add: 'configuration' } : {}, { replace: true });
  return (
    <Page
      title="Webhook configurations"
      subtitle="Where reports are sent, and with which Signature. Several tasks can share one."
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
      <Listed
        list={list}
        empty={
          <Empty title="No webhook configurations yet">
            Add one with the URL of the receiver and a Signature. Then choose it in the Webhook
            option of a CDR task.
          </Empty>
        }
      >
        {(configurations) => <ConfigurationTable configurations={configurations} />}
      </Listed>
      <NewConfigurationWindow
        opener={opener}
        opened={query.get('add') === 'configuration'}
        onClose={() => open(false)}
        onCreated={() => undefined}
      />
    </Page>
  );
}
