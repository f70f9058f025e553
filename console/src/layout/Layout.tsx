import { Anchor, Box, Burger, Drawer, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Webhook } from 'lucide-react';
import { Link, Outlet, useLocation } from 'react-router';
import { FindButton } from '../find/FindButton.tsx';
import { useFinder } from '../find/useFinder.tsx';
import { SessionEnding } from '../session/SessionEnding.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import classes from './Layout.module.css';
import { Navigation } from './Navigation.tsx';

/** The frame of every page: the skip link, the navigation, the main part. */
export function Layout() {
  const [open, drawer] = useDisclosure(false);
  const { pathname } = useLocation();
  const { open: find, finder } = useFinder();
  return (
    <Box className={classes.frame}>
      <Anchor href="#main" className={classes.skip} onClick={skipToMain}>
        Skip to the main content
      </Anchor>
      <section className={classes.bar} aria-label="Top bar">
        <Brand />
        <Group gap="sm" wrap="nowrap">
          <FindButton onOpen={find} />
          <Burger
            opened={open}
            onClick={drawer.toggle}
            size="sm"
            aria-label="Menu"
            aria-expanded={open}
          />
        </Group>
      </section>
      <Drawer
        opened={open}
        onClose={drawer.close}
        size={280}
        title="Menu"
        closeButtonProps={{ 'aria-label': 'Close menu' }}
      >
        <Navigation onNavigate={drawer.close} />
      </Drawer>
      <aside className={classes.side} aria-label="Console">
        <Brand />
        <FindButton wide onOpen={find} />
        <Navigation onNavigate={drawer.close} />
      </aside>
      <main id="main" tabIndex={-1} className={classes.main}>
        <SessionEnding />
        <ErrorBoundary key={pathname}>
          <Outlet />
        </ErrorBoundary>
      </main>
      {finder}
    </Box>
  );
}

/** The name of the console, which leads to its first page. */
function Brand() {
  return (
    <Link to="/" className={classes.brand}>
      <span className={classes.mark}>
        <Webhook size={18} aria-hidden />
      </span>
      CDR Webhooks
    </Link>
  );
}

/** Moves the focus without a fragment in the address. */
function skipToMain(event: React.MouseEvent): void {
  event.preventDefault();
  const main = document.getElementById('main');
  main?.focus();
  main?.scrollIntoView();
}
