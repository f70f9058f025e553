import { List, Stack, Text } from '@mantine/core';
import type { DeliveryWithAttempts, DownloadLink } from '../api/shapes.ts';
import { counted } from '../format/amount.ts';
import { At, Exactly } from '../format/Time.tsx';
import { useNow } from '../format/useNow.ts';
import { visibleName } from '../format/visibleText.ts';
import { Section } from '../layout/Section.tsx';

/** Each link of a delivery: its life, and when and from where it was followed. */
export function DownloadLinks({ delivery }: { delivery: DeliveryWithAttempts }) {
  const { links, linkFollows } = delivery;
  const shown = links.reduce((sum, { follows }) => sum + follows.length, 0);
  return (
    <Section title="Download links" hint="Latest first.">
      {links.length === 0 ? (
        <Text c="dimmed">No links were issued, or they ended more than 30 days ago.</Text>
      ) : (
        <Stack gap="md">
          {links.map((link, index) => (
            <Life key={`${link.validUntil} ${index}`} link={link} />
          ))}
        </Stack>
      )}
      {linkFollows > shown && (
        <Text size="sm" c="dimmed" mt="sm">
          {counted(linkFollows - shown, 'more use was', 'more uses were')} counted without details.
        </Text>
      )}
    </Section>
  );
}

function Life({ link }: { link: DownloadLink }) {
  const { issuedAt, validUntil, follows } = link;
  return (
    <div>
      <Text size="sm" component="div">
        Issued <At at={issuedAt} />, valid until <At at={validUntil} />. <State link={link} />
      </Text>
      {follows.length === 0 ? (
        <Text size="sm" c="dimmed">
          Not followed
        </Text>
      ) : (
        <List size="sm" aria-label="Followed">
          {follows.map(({ at, address }, index) => (
            <List.Item key={`${at} ${index}`}>
              Followed <Exactly at={at} />
              {address !== null && ` from ${visibleName(address)}`}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}

function State({ link: { validUntil, revoked, revokedAt } }: { link: DownloadLink }) {
  const now = useNow(15_000);
  if (revoked) {
    return (
      <Text span fw={600} inherit>
        Revoked
        {revokedAt !== null && (
          <>
            {' '}
            <At at={revokedAt} />
          </>
        )}
      </Text>
    );
  }
  return Date.parse(validUntil) < now ? <>Expired.</> : <>Still valid.</>;
}
