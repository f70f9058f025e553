import { Text } from '@mantine/core';
import type { Delivery, DeliveryWithAttempts, FileReceipt } from '../api/shapes.ts';
import { ConfigurationName } from '../configurations/ConfigurationName.tsx';
import { count, counted, size } from '../format/amount.ts';
import { Ago, At } from '../format/Time.tsx';
import { CopyText } from '../forms/CopyText.tsx';
import { Facts } from '../layout/Facts.tsx';
import { Section } from '../layout/Section.tsx';
import { TaskName } from './TaskName.tsx';

/** The report, its configuration, and whether its link was followed. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryWithAttempts }) {
  const { taskId, configurationId, fileSizeInBytes, numberOfLines, createdAt, id } = delivery;
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
          ['Number in its task', delivery.sequence === 0 ? null : count(delivery.sequence)],
          ['Link', <LinkUse key="link" delivery={delivery} />],
          [
            'Receipt',
            delivery.receipt === null ? null : <Receipt key="receipt" receipt={delivery.receipt} />,
          ],
          ['Size', size(fileSizeInBytes)],
          ['Lines', numberOfLines === null ? 'Not counted yet' : count(numberOfLines)],
          ['Created', <At key="created" at={createdAt} />],
          [
            'webhook-id',
            <span key="id">
              {id} <CopyText text={id} of="webhook-id" />
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

/** Says that the receiver confirmed the file, and whether it is the announced one. */
function Receipt({ receipt: { at, matches } }: { receipt: FileReceipt }) {
  return (
    <>
      {matches === false ? 'Sent' : 'Confirmed'} <Ago at={at} />
      {matches === true && ', with the announced SHA-256'}
      {matches === null && ', with a SHA-256 that cannot be compared'}
      {matches === false && (
        <Text span c="var(--mantine-color-error)">
          , but with another SHA-256 than the announced one
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
      <Ago at={linkLastFollowedAt ?? linkFollowedAt} />
      {linkFollowedFrom !== null && ` from ${linkFollowedFrom}`}
    </>
  );
}
