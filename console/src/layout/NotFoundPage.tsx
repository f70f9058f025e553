import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from './Page.tsx';

/** Shown for an unknown address. */
export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <Text>
        There is no page at this address.{' '}
        <Anchor underline="always" component={Link} to="/">
          Go to the overview
        </Anchor>
      </Text>
    </Page>
  );
}
