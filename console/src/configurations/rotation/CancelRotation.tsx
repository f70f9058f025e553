import { Code } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Versioned } from '../../api/answered.ts';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { At } from '../../format/Time.tsx';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../../layout/ConfirmWindow.tsx';
import { showNews } from '../../layout/news.ts';
import { useCancelRotation } from '../useConfigurations.ts';

/** Cancels a planned rotation. */
export function CancelRotation({ found }: { found: Versioned<WebhookConfiguration> }) {
  const [opened, window] = useDisclosure(false);
  // The version that the user saw when the window opened: only that version is changed.
  const [asked, setAsked] = useState(found);
  const { id, name, nextSignature, signatureHint } = asked.value;
  const cancellation = useCancelRotation(id);
  const open = () => {
    setAsked(found);
    window.open();
  };
  const close = () => {
    cancellation.reset();
    window.close();
  };
  const confirm = () =>
    cancellation.mutate(asked.etag, {
      onSuccess: () => {
        showNews(`Cancelled the planned rotation of ${name}.`);
        close();
      },
    });
  return (
    <>
      <ChangeButton variant="default" onClick={open}>
        Cancel rotation
      </ChangeButton>
      <ConfirmWindow
        opened={opened}
        title="Cancel the planned rotation?"
        action="Cancel rotation"
        danger
        running={cancellation.isPending}
        error={cancellation.error}
        onConfirm={confirm}
        onClose={close}
      >
        {nextSignature !== null && (
          <>
            The Signature that ends with <Code>{nextSignature.hint}</Code> will not take effect at{' '}
            <At at={nextSignature.effectiveAt} />. The current one, which ends with{' '}
            <Code>{signatureHint}</Code>, stays in use.
          </>
        )}
      </ConfirmWindow>
    </>
  );
}
