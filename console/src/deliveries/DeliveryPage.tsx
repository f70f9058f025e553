import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { DeliveryWithAttempts } from '../api/shapes.ts';
import { sentence } from '../format/sentence.ts';
import { visibleName } from '../format/visibleText.ts';
import { Empty } from '../layout/Empty.tsx';
import { Fetched } from '../layout/Fetched.tsx';
import { Page } from '../layout/Page.tsx';
import { Section } from '../layout/Section.tsx';
import { useNamedTask } from '../tasks/useTasks.ts';
import { AttemptTimeline } from './AttemptTimeline.tsx';
import { CustomerAnswer } from './CustomerAnswer.tsx';
import { DeliveryFacts } from './DeliveryFacts.tsx';
import { DownloadLinks } from './DownloadLinks.tsx';
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
            <StatusBadge delivery={delivery} />
          </span>
        )
      }
      actions={
        delivery !== undefined && (
          <Group gap="sm">
            <Anchor component={Link} to={`/changes?about=delivery:${id}`}>
              Changes
            </Anchor>
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

/** Leads to a new task with this number, so that the report can be sent to a receiver. */
function DefineTask({ taskId }: { taskId: number }) {
  const isUndefined = useNamedTask(taskId) === null;
  return (
    isUndefined && (
      <Group>
        <Button component={Link} to={`/tasks/new?task=${taskId}`} variant="default">
          Define task {taskId}
        </Button>
        <Text size="sm">Then resend the report to the receiver of the task.</Text>
      </Group>
    )
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
      {delivery.status === 'UNROUTED' && <DefineTask taskId={delivery.taskId} />}
      <CustomerAnswer delivery={delivery} />
      <DeliveryFacts delivery={delivery} />
      <DownloadLinks delivery={delivery} />
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
