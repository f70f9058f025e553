import { Anchor, Stack } from '@mantine/core';
import { Link } from 'react-router';
import type { Versioned } from '../api/answered.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { Fetched } from '../layout/Fetched.tsx';
import { Section } from '../layout/Section.tsx';
import { Figures } from '../overview/Figures.tsx';
import { useStatistics } from '../overview/useStatistics.ts';
import { ConfigurationFacts } from './ConfigurationFacts.tsx';
import { DeleteConfiguration } from './DeleteConfiguration.tsx';
import { EditConfiguration } from './EditConfiguration.tsx';
import { IpAddresses } from './IpAddresses.tsx';
import { RevokeAllLinks } from './links/RevokeAllLinks.tsx';
import { Statements } from './statements/Statements.tsx';

/** The facts and the settings of a configuration. */
export function ConfigurationOverview({ found }: { found: Versioned<WebhookConfiguration> }) {
  return (
    <Stack gap="lg">
      <ConfigurationFacts configuration={found.value} />
      <LastDay id={found.value.id} />
      {found.value.receiverRequests.enabled && <Statements id={found.value.id} />}
      <EditConfiguration key={found.value.id} found={found} />
      <IpAddresses />
      <RevokeAllLinks found={found} />
      <DeleteConfiguration found={found} />
    </Stack>
  );
}

/** The deliveries of the last day by their status. The overview has charts of them. */
function LastDay({ id }: { id: string }) {
  const statistics = useStatistics('day', id);
  return (
    <Section
      title="The last 24 hours"
      actions={
        <Anchor component={Link} to={`/?configuration=${id}`}>
          Charts
        </Anchor>
      }
    >
      <Fetched query={statistics}>
        {(data) => <Figures statistics={data} configurationId={id} />}
      </Fetched>
    </Section>
  );
}
