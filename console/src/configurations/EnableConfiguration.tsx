import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Versioned } from '../api/answered.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { tell } from '../layout/news.ts';
import { useReplaceConfiguration } from './useConfigurations.ts';

/** Starts and stops sending. */
export function EnableConfiguration({ found }: { found: Versioned<WebhookConfiguration> }) {
  const [opened, window] = useDisclosure(false);
  // As it was when the window opened: a change that nobody has seen is not overwritten.
  const [asked, setAsked] = useState(found);
  const { id, name, url, enabled, maxInFlight, maxPerSecond } = asked.value;
  const replacement = useReplaceConfiguration(id);
  const close = () => {
    replacement.reset();
    window.close();
  };
  const confirm = () =>
    replacement.mutate(
      {
        value: { name, url, enabled: !enabled, maxInFlight, maxPerSecond },
        etag: asked.etag,
      },
      {
        onSuccess: () => {
          tell(enabled ? `${name} is disabled.` : `${name} is enabled.`);
          close();
        },
      },
    );
  const open = () => {
    setAsked(found);
    window.open();
  };
  return (
    <>
      <Button variant={found.value.enabled ? 'default' : 'filled'} onClick={open}>
        {actionOf(found)}
      </Button>
      <ConfirmWindow
        opened={opened}
        title={`${actionOf(asked)} ${name}?`}
        action={actionOf(asked)}
        running={replacement.isPending}
        error={replacement.error}
        onConfirm={confirm}
        onClose={close}
      >
        {enabled
          ? 'Nothing is sent while it is disabled. Reports that arrive meanwhile are held, not lost.'
          : 'Requests are sent again. What was held is sent too, within the limits of the configuration.'}
      </ConfirmWindow>
    </>
  );
}

function actionOf({ value: { enabled } }: Versioned<WebhookConfiguration>): string {
  return enabled ? 'Disable' : 'Enable';
}
