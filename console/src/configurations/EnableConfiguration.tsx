import { Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Versioned } from '../api/answered.ts';
import type { WebhookConfiguration } from '../api/shapes.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { showNews } from '../layout/news.ts';
import { RevokeLinksField } from './links/RevokeLinksField.tsx';
import { useRevokeAllLinks } from './links/useRevocation.ts';
import { settingsOf, useReplaceConfiguration } from './useConfigurations.ts';

/** Enables or disables a configuration. */
export function EnableConfiguration({ found }: { found: Versioned<WebhookConfiguration> }) {
  const [opened, window] = useDisclosure(false);
  // The version that the user saw when the window opened: only that version is replaced.
  const [asked, setAsked] = useState(found);
  const { id, name, enabled } = asked.value;
  const replacement = useReplaceConfiguration(id);
  const revocation = useRevokeAllLinks(id);
  const [revokesLinks, setRevokesLinks] = useState(false);
  const close = () => {
    replacement.reset();
    window.close();
  };
  const confirm = () =>
    replacement.mutate(
      { value: { ...settingsOf(asked.value), enabled: !enabled }, etag: asked.etag },
      {
        onSuccess: (saved) => {
          if (enabled && revokesLinks) {
            revocation.mutate(saved.updatedAt);
          }
          showNews(enabled ? `Disabled ${name}.` : `Enabled ${name}.`);
          close();
        },
      },
    );
  const open = () => {
    setAsked(found);
    setRevokesLinks(false);
    window.open();
  };
  return (
    <>
      <ChangeButton variant={found.value.enabled ? 'default' : 'filled'} onClick={open}>
        {actionOf(found)}
      </ChangeButton>
      <ConfirmWindow
        opened={opened}
        title={`${actionOf(asked)} ${name}?`}
        action={actionOf(asked)}
        running={replacement.isPending}
        error={replacement.error}
        onConfirm={confirm}
        onClose={close}
      >
        {enabled ? (
          <Stack gap="md">
            <Text>
              Nothing is sent while the configuration is disabled. New reports are held, not lost.
            </Text>
            <RevokeLinksField
              checked={revokesLinks}
              onChange={(event) => setRevokesLinks(event.currentTarget.checked)}
            />
          </Stack>
        ) : (
          'Sends the held reports now, within the configuration\u2019s limits. New reports are sent as usual.'
        )}
      </ConfirmWindow>
    </>
  );
}

function actionOf({ value: { enabled } }: Versioned<WebhookConfiguration>): string {
  return enabled ? 'Disable' : 'Enable';
}
