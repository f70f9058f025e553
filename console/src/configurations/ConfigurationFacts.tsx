import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { sentence } from '../format/sentence.ts';
import { Ago, At } from '../format/Time.tsx';
import { CopyText } from '../forms/CopyText.tsx';
import { Facts } from '../layout/Facts.tsx';
import { Section } from '../layout/Section.tsx';
import { protectionWords } from './DownloadField.tsx';
import { limitWords } from './limits.ts';
import { SuccessRate } from './SuccessRate.tsx';

/** The health, the limits and the id of a configuration. */
export function ConfigurationFacts({ configuration }: { configuration: WebhookConfiguration }) {
  const { id, health, createdAt, updatedAt } = configuration;
  return (
    <Section
      title="Health"
      hint={
        <>
          Attempts since <At at={health.since} /> (approximate)
        </>
      }
      actions={
        <Anchor component={Link} to={`/deliveries?configuration=${id}`}>
          Deliveries
        </Anchor>
      }
    >
      <Facts
        facts={[
          ['Success rate', <SuccessRate key="rate" health={health} />],
          [
            'Last failure',
            health.lastFailureAt === null ? 'None' : <Ago key="ago" at={health.lastFailureAt} />,
          ],
          ['Reason', sentence(health.lastFailureReason ?? '')],
          ['Limits', limitWords(configuration)],
          ['Downloads', protectionWords(configuration.downloadProtection)],
          ['Receiver requests', configuration.receiverRequests.enabled ? 'On' : 'Off'],
          ['Receiver notices', configuration.receiverNotices ? 'On' : 'Off'],
          ['Created', <At key="created" at={createdAt} />],
          ['Last changed', <At key="changed" at={updatedAt} />],
          [
            'ID',
            <span key="id">
              {id} <CopyText text={id} of="ID" />
            </span>,
            'long',
          ],
        ]}
      />
    </Section>
  );
}
