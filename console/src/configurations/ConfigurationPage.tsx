import { Alert, Anchor, Tabs } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Versioned } from '../api/answered.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { sentence } from '../format/sentence.ts';
import { At } from '../format/Time.tsx';
import { Empty } from '../layout/Empty.tsx';
import { Fetched } from '../layout/Fetched.tsx';
import { showNews } from '../layout/news.ts';
import { Page } from '../layout/Page.tsx';
import { ConfigurationOverview } from './ConfigurationOverview.tsx';
import classes from './ConfigurationPage.module.css';
import { ConfigurationState } from './ConfigurationState.tsx';
import { EnableConfiguration } from './EnableConfiguration.tsx';
import { FailingReceiver } from './FailingReceiver.tsx';
import { Gateway } from './gateway/Gateway.tsx';
import { LinkRevocationState } from './links/LinkRevocationState.tsx';
import { Recover } from './recovery/Recover.tsx';
import { RotateSignature } from './rotation/RotateSignature.tsx';
import { SendTest } from './test/SendTest.tsx';
import { useConfiguration } from './useConfigurations.ts';
import { Verify } from './verify/Verify.tsx';
import { useWaiting, type SendingWaiting } from './waiting/useWaiting.ts';
import { WaitingReports } from './waiting/WaitingReports.tsx';

/** One configuration and its actions. */
export function ConfigurationPage() {
  const id = useParams().id ?? '';
  const query = useConfiguration(id);
  const found = query.data;
  return (
    <Page
      title={found?.value.name ?? 'Webhook configuration'}
      mark={found !== undefined && <ConfigurationState configuration={found.value} />}
      subtitle={found?.value.url}
      actions={
        found !== undefined && (
          <>
            <Anchor component={Link} to={`/changes?about=configuration:${id}`}>
              Changes
            </Anchor>
            <EnableConfiguration found={found} />
          </>
        )
      }
    >
      <Fetched query={query} missing={<NoSuchConfiguration id={id} />}>
        {(data) => <ConfigurationTabs key={data.value.id} found={data} />}
      </Fetched>
    </Page>
  );
}

function NoSuchConfiguration({ id }: { id: string }) {
  return (
    <Empty title="No such webhook configuration">
      It was deleted, or the id is wrong.{' '}
      <Anchor underline="always" component={Link} to={`/changes?about=configuration:${id}`}>
        See its changes
      </Anchor>
    </Empty>
  );
}

const TABS = [
  { value: 'overview', label: 'Overview', Panel: ConfigurationOverview },
  { value: 'test', label: 'Send test', Panel: SendTest },
  { value: 'signature', label: 'Rotate Signature', Panel: RotateSignature },
  { value: 'gateway', label: 'Gateway', Panel: Gateway },
  { value: 'verify', label: 'Verify in your language', Panel: Verify },
  { value: 'recover', label: 'Resend missed reports', Panel: Recover },
];

function ConfigurationTabs({ found }: { found: Versioned<WebhookConfiguration> }) {
  const [query, setQuery] = useSearchParams();
  const waiting = useWaiting(found.value);
  useReceiverNews(found.value);
  const tab = TABS.find(({ value }) => value === query.get('tab'))?.value ?? 'overview';
  return (
    <>
      <Trouble configuration={found.value} waiting={waiting} />
      <LinkRevocationState id={found.value.id} />
      {found.value.enabled && (
        <WaitingReports waiting={waiting} failing={found.value.lane.state === 'FAILING'} />
      )}
      <Tabs
        value={tab}
        onChange={(value) => setQuery({ tab: value ?? 'overview' }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List className={classes.tabs} aria-label="Actions for this configuration">
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ value, Panel }) => (
          <Tabs.Panel key={value} value={value} pt="lg">
            <Panel found={found} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

/** Announces that the receiver works again, because the alert about it disappears then. */
function useReceiverNews({ name, lane: { state } }: WebhookConfiguration) {
  const before = useRef(state);
  useEffect(() => {
    if (before.current === 'FAILING' && state === 'SENDING') {
      showNews(`The receiver of ${name} works again.`);
    }
    before.current = state;
  }, [name, state]);
}

interface TroubleProps {
  configuration: WebhookConfiguration;
  waiting: SendingWaiting;
}

/** Explains why the configuration is disabled, or since when its receiver has failed. */
function Trouble({ configuration, waiting }: TroubleProps) {
  if (!configuration.enabled) {
    return (
      <Alert
        color={configuration.disabledReason === '' ? 'gray' : 'red'}
        title="Disabled: nothing is sent"
      >
        {configuration.disabledReason === ''
          ? 'A user disabled it. '
          : `The service disabled it: ${sentence(configuration.disabledReason)} `}
        New reports are held, and sent when you enable the configuration.
      </Alert>
    );
  }
  if (configuration.lane.state === 'FAILING') {
    return <FailingReceiver configuration={configuration} waiting={waiting} />;
  }
  if (configuration.failingSince !== null) {
    return (
      <Alert color="orange" title="Every attempt is failing">
        Every attempt has failed since <At at={configuration.failingSince} />. After five days, the
        system disables the configuration and holds its deliveries.
      </Alert>
    );
  }
  return null;
}
