import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { NavigationType, useNavigationType } from 'react-router';
import { visibleName } from '../format/visibleText.ts';
import classes from './Page.module.css';

interface Props {
  title: string;
  /** Shown next to the title. */
  mark?: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page. Its title is the title of the window, and takes the focus after the user follows a link. */
export function Page({ title: given, mark, subtitle, actions, children }: Props) {
  const title = visibleName(given);
  const heading = useRef<HTMLHeadingElement>(null);
  const arrival = useNavigationType();
  useEffect(() => {
    document.title = `${title} · CDR Webhooks`;
  }, [title]);
  useEffect(() => {
    if (arrival === NavigationType.Push) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    // Only on arrival: later renders must not take the focus away.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="md">
        <div className={classes.heading}>
          <Group gap="sm">
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {mark}
          </Group>
          {subtitle !== undefined && (
            <Text c="dimmed" size="sm" mt={2} component="div">
              {typeof subtitle === 'string' ? visibleName(subtitle) : subtitle}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
