import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** The next step for the user. */
  children: ReactNode;
  actions?: ReactNode;
}

/** Shown in place of an empty list. */
export function Empty({ title, children, actions }: Props) {
  return (
    <Paper p="xl">
      <Stack
        align="center"
        gap="sm"
        maw={520}
        mx="auto"
        ta="center"
        style={{ overflowWrap: 'anywhere' }}
      >
        <Title order={2}>{title}</Title>
        <Text c="dimmed" component="div">
          {children}
        </Text>
        {actions !== undefined && (
          <Group justify="center" mt="xs">
            {actions}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
