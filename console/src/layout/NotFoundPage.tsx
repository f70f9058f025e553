import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from './Page.tsx';

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <Text>
        There is nothing at this address.{' '}
        <Anchor underline="always" component={Link} to="/">
          Go to the overview
        </Anchor>
      </Text>
    </Page>
  );
}
