import { Box, Divider, NavLink, Stack } from '@mantine/core';
import {
  BookOpen,
  Braces,
  ChartColumn,
  History,
  ListChecks,
  LogOut,
  Send,
  Webhook,
} from 'lucide-react';
import { Link, useLocation } from 'react-router';
import { drafts } from '../forms/tabDrafts.ts';
import { useIssuerSignIn } from '../session/SessionContext.ts';
import classes from './Navigation.module.css';
import { SchemeToggle } from './SchemeToggle.tsx';
import { SignedIn } from './SignedIn.tsx';
import { ZoneToggle } from './ZoneToggle.tsx';

const PAGES = [
  { to: '/', label: 'Overview', Icon: ChartColumn },
  { to: '/tasks', label: 'CDR tasks', Icon: ListChecks },
  { to: '/configurations', label: 'Webhook configurations', Icon: Webhook },
  { to: '/deliveries', label: 'Deliveries', Icon: Send },
  { to: '/changes', label: 'Changes', Icon: History },
];

/** Pages without the console's script. They open in a new tab, so that no draft is left. */
const DOCUMENTATION = [
  { href: '/docs/receiver-guide.html', label: 'Receiver guide', Icon: BookOpen },
  { href: '/docs/', label: 'API description', Icon: Braces },
];

interface Props {
  onNavigate: () => void;
}

/** Links to the pages, and below them the sign-out, the time zone and the colours. */
export function Navigation({ onNavigate }: Props) {
  const issuer = useIssuerSignIn();
  const { pathname } = useLocation();
  const leave = () => {
    drafts.dropAll();
    void issuer.leave();
  };
  return (
    <Stack justify="space-between" className={classes.all}>
      <Box component="nav" aria-label="Pages">
        {PAGES.map(({ to, label, Icon }) => {
          const here = to === '/' ? pathname === '/' : pathname.startsWith(to);
          return (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={label}
              active={here}
              aria-current={here ? 'page' : undefined}
              className={classes.link}
              leftSection={<Icon size={18} aria-hidden />}
              onClick={onNavigate}
            />
          );
        })}
      </Box>
      <Stack gap="xs">
        <Divider />
        <SignedIn />
        {DOCUMENTATION.map(({ href, label, Icon }) => (
          <NavLink
            key={href}
            href={href}
            target="_blank"
            rel="noopener"
            label={label}
            className={classes.link}
            leftSection={<Icon size={18} aria-hidden />}
          />
        ))}
        <NavLink
          component="button"
          type="button"
          label="Sign out"
          className={classes.link}
          leftSection={<LogOut size={18} aria-hidden />}
          onClick={leave}
        />
        <ZoneToggle />
        <SchemeToggle />
      </Stack>
    </Stack>
  );
}
