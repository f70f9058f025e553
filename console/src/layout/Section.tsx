import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page, with a heading. */
export function Section({ title, hint, actions, children }: Props) {
  return (
    <Paper p="lg" component="section" aria-label={title}>
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <div>
            <Title order={2}>{title}</Title>
            {hint !== undefined && (
              <Text c="dimmed" size="sm" mt={2} component="div">
                {hint}
              </Text>
            )}
          </div>
          {actions}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
