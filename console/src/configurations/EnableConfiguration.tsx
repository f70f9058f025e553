import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Versioned } from '../api/answered.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { tell } from '../layout/news.ts';
import { useReplaceConfiguration } from './useConfigurations.ts';

/** Starts and stops sending. */
export function EnableConfiguration({ found }: { found: Versioned<WebhookConfiguration> }) {
  const { id, name, url, enabled } = found.value;
  const [opened, window] = useDisclosure(false);
  const replacement = useReplaceConfiguration(id);
  const close = () => {
    replacement.reset();
    window.close();
  };
  const confirm = () =>
    replacement.mutate(
      { value: { name, url, enabled: !enabled }, etag: found.etag },
      {
        onSuccess: () => {
          tell(enabled ? `${name} is disabled.` : `${name} is enabled.`);
          close();
        },
      },
    );
  const action = enabled ? 'Disable' : 'Enable';
  return (
    <>
      <Button variant={enabled ? 'default' : 'filled'} onClick={window.open}>
        {action}
      </Button>
      <ConfirmWindow
        opened={opened}
        title={`${action} ${name}?`}
        action={action}
        running={replacement.isPending}
        error={replacement.error}
        onConfirm={confirm}
        onClose={close}
      >
        {enabled
          ? 'Nothing is sent while it is disabled. Reports that arrive meanwhile are held, not lost.'
          : 'Requests are sent again. What was held is sent too, ten a second.'}
      </ConfirmWindow>
    </>
  );
}
