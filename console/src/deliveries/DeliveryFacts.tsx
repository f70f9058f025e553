import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Delivery, DeliveryWithAttempts, FileReceipt } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { count, counted, size } from '../format/amount.ts';
import { Exactly } from '../format/Time.tsx';
import { visibleName } from '../format/visibleText.ts';
import { CopyText } from '../forms/CopyText.tsx';
import { Facts } from '../layout/Facts.tsx';
import { Section } from '../layout/Section.tsx';
import { TaskName } from './TaskName.tsx';

/** The report, its configuration, and whether its link was followed. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryWithAttempts }) {
  const { taskId, configurationId, fileName, fileSizeInBytes, numberOfLines, createdAt, id } =
    delivery;
  const { redeliveryOf, redeliveries } = delivery;
  return (
    <Section title="Delivery">
      <Facts
        facts={[
          ['CDR task', <TaskName key="task" taskId={taskId} />],
          [
            'Configuration',
            configurationId === null ? (
              'None'
            ) : (
              <ConfigurationName key="configuration" id={configurationId} />
            ),
          ],
          [
            'File',
            <span key="file">
              {visibleName(fileName)} <CopyText text={fileName} of="file name" />
            </span>,
          ],
          ['Number in its task', delivery.sequence === 0 ? null : count(delivery.sequence)],
          ['Link', <LinkUse key="link" delivery={delivery} />],
          [
            'Receipt',
            delivery.receipt === null ? null : <Receipt key="receipt" receipt={delivery.receipt} />,
          ],
          ['Size', size(fileSizeInBytes)],
          ['Lines', numberOfLines === null ? 'Not counted yet' : count(numberOfLines)],
          ['Created', <Exactly key="created" at={createdAt} />],
          [
            'Resends',
            redeliveryOf === null ? null : <DeliveryLink key="original" id={redeliveryOf} />,
          ],
          [
            'Resent as',
            redeliveries.length === 0 ? null : (
              <Stack key="copies" gap={0}>
                {redeliveries.map((copy) => (
                  <DeliveryLink key={copy} id={copy} />
                ))}
              </Stack>
            ),
          ],
          [
            'webhook-id',
            <span key="id">
              {id} <CopyText text={id} of="webhook-id" />
            </span>,
            'long',
          ],
        ]}
      />
    </Section>
  );
}

function DeliveryLink({ id }: { id: string }) {
  return (
    <Anchor component={Link} to={`/deliveries/${id}`}>
      {id}
    </Anchor>
  );
}

/** Says that the receiver confirmed the file, and whether it is the announced one. */
function Receipt({ receipt: { at, matches } }: { receipt: FileReceipt }) {
  return (
    <>
      {matches === false ? 'Sent' : 'Confirmed'} <Exactly at={at} />
      {matches === true && ', with the announced SHA-256'}
      {matches === null && ', with a SHA-256 that cannot be compared'}
      {matches === false && (
        <Text span c="var(--mantine-color-error)">
          , but its SHA-256 is not the announced one
        </Text>
      )}
    </>
  );
}

/** Says that the link was followed; the system does not know whether every byte arrived. */
function LinkUse({ delivery }: { delivery: Delivery }) {
  const { linkFollowedAt, linkFollows, linkFollowedFrom, linkLastFollowedAt } = delivery;
  if (linkFollowedAt === null) {
    return <>Not followed yet</>;
  }
  return (
    <>
      Link followed {counted(linkFollows, 'time', 'times')}, most recently{' '}
      <Exactly at={linkLastFollowedAt ?? linkFollowedAt} />
      {linkFollowedFrom !== null && ` from ${linkFollowedFrom}`}
    </>
  );
}
