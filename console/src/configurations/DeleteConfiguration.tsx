import { Alert, Anchor, List, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Versioned } from '../api/answered.ts';
import { Problem } from '../api/problem.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { showNews } from '../layout/news.ts';
import { Section } from '../layout/Section.tsx';
import { useNamedTask } from '../tasks/useTasks.ts';
import { useDeleteConfiguration } from './useConfigurations.ts';

/** Deletes the configuration permanently; if tasks use it, lists them instead. */
export function DeleteConfiguration({ found }: { found: Versioned<WebhookConfiguration> }) {
  const [opened, window] = useDisclosure(false);
  // The version that the user saw when the window opened: only that version is deleted.
  const [asked, setAsked] = useState(found);
  const { id, name } = asked.value;
  const deletion = useDeleteConfiguration(id);
  const navigate = useNavigate();
  const open = () => {
    setAsked(found);
    window.open();
  };
  const close = () => {
    deletion.reset();
    window.close();
  };
  const confirm = () =>
    deletion.mutate(asked.etag, {
      onSuccess: () => {
        showNews(`Deleted ${name}.`);
        void navigate('/configurations');
      },
    });
  const inTheWay = deletion.error instanceof Problem ? deletion.error.tasks : [];
  return (
    <Section title="Delete" hint="You can delete a configuration that no CDR task uses.">
      <div>
        <ChangeButton variant="light" color="red" onClick={open}>
          Delete configuration
        </ChangeButton>
      </div>
      <ConfirmWindow
        opened={opened}
        title={`Delete ${name}?`}
        action="Delete configuration"
        danger
        running={deletion.isPending}
        error={deletion.error}
        refusal={inTheWay.length > 0 ? <TasksInTheWay tasks={inTheWay} /> : undefined}
        onConfirm={confirm}
        onClose={close}
      >
        This deletes its Signatures, ends its pending deliveries as failed, and revokes their
        download links. You cannot undo it. If a CDR task uses the configuration, nothing is
        deleted, and the tasks are listed here.
      </ConfirmWindow>
    </Section>
  );
}

function TasksInTheWay({ tasks }: { tasks: readonly number[] }) {
  return (
    <Alert color="red" role="alert" title="CDR tasks use this configuration">
      <Text size="sm">
        First choose another configuration for these tasks, or turn their Webhook option off:
      </Text>
      <List size="sm" mt="xs">
        {tasks.map((taskId) => (
          <List.Item key={taskId}>
            <TaskInTheWay taskId={taskId} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function TaskInTheWay({ taskId }: { taskId: number }) {
  const named = useNamedTask(taskId);
  return (
    <Anchor underline="always" c="inherit" inherit component={Link} to={`/tasks/${taskId}`}>
      {visibleName(named?.taskName ?? 'Task')} ({taskId})
    </Anchor>
  );
}
