import { Alert, Group, Stack, Text } from '@mantine/core';
import { useParams } from 'react-router';
import type { DeliveryWithAttempts } from '../api/shapes.ts';
import { sentence } from '../format/sentence.ts';
import { Fetched } from '../layout/Fetched.tsx';
import { Page } from '../layout/Page.tsx';
import { Section } from '../layout/Section.tsx';
import { AttemptTimeline } from './AttemptTimeline.tsx';
import { DeliveryFacts } from './DeliveryFacts.tsx';
import { Redeliver } from './Redeliver.tsx';
import { RevokeLinks } from './RevokeLinks.tsx';
import { StatusBadge } from './StatusBadge.tsx';
import { useDelivery } from './useDeliveries.ts';

/** One delivery with its attempts. */
export function DeliveryPage() {
  const id = useParams().id ?? '';
  const query = useDelivery(id);
  const delivery = query.data;
  return (
    <Page
      title={delivery?.fileName ?? 'Delivery'}
      mark={
        delivery !== undefined && (
          <span role="status">
            <StatusBadge status={delivery.status} />
          </span>
        )
      }
      actions={
        delivery !== undefined && (
          <Group gap="sm">
            <Redeliver delivery={delivery} />
            <RevokeLinks delivery={delivery} />
          </Group>
        )
      }
    >
      <Fetched query={query}>{(found) => <DeliveryDetails delivery={found} />}</Fetched>
    </Page>
  );
}

function DeliveryDetails({ delivery }: { delivery: DeliveryWithAttempts }) {
  return (
    <Stack gap="lg">
      {delivery.reason !== '' && (
        <Alert color={delivery.status === 'PENDING' ? 'indigo' : 'orange'}>
          {sentence(delivery.reason)}
        </Alert>
      )}
      <DeliveryFacts delivery={delivery} />
      <Section title="Attempts" hint="Latest first.">
        {delivery.attempts.length === 0 && delivery.nextAttemptAt === null ? (
          <Text c="dimmed">No attempts yet.</Text>
        ) : (
          <AttemptTimeline delivery={delivery} />
        )}
      </Section>
    </Stack>
  );
}
