import { Alert, Anchor, Button, List, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, useNavigate } from 'react-router';
import type { Versioned } from '../api/answered.ts';
import { Problem } from '../api/problem.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { tell } from '../layout/news.ts';
import { Section } from '../layout/Section.tsx';
import { useTasks } from '../tasks/useTasks.ts';
import { useDeleteConfiguration } from './useConfigurations.ts';

/** Deletes it for good, unless tasks use it: then it names them. */
export function DeleteConfiguration({ found }: { found: Versioned<WebhookConfiguration> }) {
  const { id, name } = found.value;
  const [opened, window] = useDisclosure(false);
  const deletion = useDeleteConfiguration(id);
  const navigate = useNavigate();
  const close = () => {
    deletion.reset();
    window.close();
  };
  const confirm = () =>
    deletion.mutate(found.etag, {
      onSuccess: () => {
        tell(`${name} is deleted.`);
        void navigate('/configurations');
      },
    });
  const inTheWay = deletion.error instanceof Problem ? deletion.error.tasks : [];
  return (
    <Section title="Delete" hint="Only while no CDR task uses it.">
      <div>
        <Button variant="light" color="red" onClick={window.open}>
          Delete configuration
        </Button>
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
        Its Signatures are removed, its pending deliveries end as failed, and their download links
        stop working. This cannot be undone.
      </ConfirmWindow>
    </Section>
  );
}

function TasksInTheWay({ tasks }: { tasks: readonly number[] }) {
  const known = useTasks();
  return (
    <Alert color="red" role="alert" title="CDR tasks use it">
      <Text size="sm">
        Give these tasks another configuration, or turn their Webhook option off:
      </Text>
      <List size="sm" mt="xs">
        {tasks.map((taskId) => (
          <List.Item key={taskId}>
            <Anchor underline="always" c="inherit" inherit component={Link} to={`/tasks/${taskId}`}>
              {known.data?.find((task) => task.taskId === taskId)?.taskName ?? 'Task'} ({taskId})
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
