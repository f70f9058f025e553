import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { DeliveryWithAttempts } from '../api/shapes.ts';
import { sentence } from '../format/sentence.ts';
import { visibleName } from '../format/visibleText.ts';
import { Empty } from '../layout/Empty.tsx';
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
      <Fetched query={query} missing={<NoSuchDelivery id={id} />}>
        {(found) => <DeliveryDetails delivery={found} />}
      </Fetched>
    </Page>
  );
}

function NoSuchDelivery({ id }: { id: string }) {
  return (
    <Empty
      title="No delivery has this id"
      actions={
        <Button component={Link} to="/deliveries">
          Go to the deliveries
        </Button>
      }
    >
      {visibleName(id)} is not the webhook-id of a delivery that is kept. Deliveries are kept for 90
      days.
    </Empty>
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
