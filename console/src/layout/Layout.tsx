import { Anchor, Box, Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Webhook } from 'lucide-react';
import { Link, Outlet, useLocation } from 'react-router';
import { SessionEnding } from '../session/SessionEnding.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import classes from './Layout.module.css';
import { Navigation } from './Navigation.tsx';

/** The frame of every page: the skip link, the navigation, the main part. */
export function Layout() {
  const [open, drawer] = useDisclosure(false);
  const { pathname } = useLocation();
  return (
    <Box className={classes.frame}>
      <Anchor href="#main" className={classes.skip} onClick={skipToMain}>
        Skip to the main content
      </Anchor>
      <section className={classes.bar} aria-label="Top bar">
        <Brand />
        <Burger
          opened={open}
          onClick={drawer.toggle}
          size="sm"
          aria-label="Menu"
          aria-expanded={open}
        />
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
        <Navigation onNavigate={drawer.close} />
      </aside>
      <main id="main" tabIndex={-1} className={classes.main}>
        <SessionEnding />
        <ErrorBoundary key={pathname}>
          <Outlet />
        </ErrorBoundary>
      </main>
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
