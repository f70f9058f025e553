import { Checkbox, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Delivery } from '../api/shapes.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { showNews } from '../layout/news.ts';
import { useRedeliver } from './useDeliveries.ts';

/** Resends the report, as the same delivery or as a new one. */
export function Redeliver({ delivery }: { delivery: Delivery }) {
  const [opened, window] = useDisclosure(false);
  const [newId, setNewId] = useState(false);
  const explanation = useId();
  const redelivery = useRedeliver(delivery.id);
  const navigate = useNavigate();
  const close = () => {
    redelivery.reset();
    setNewId(false);
    window.close();
  };
  const confirm = () =>
    redelivery.mutate(newId, {
      onSuccess: ({ deliveryId }) => {
        showNews(`Resending ${delivery.fileName}.`);
        close();
        if (deliveryId !== delivery.id) {
          void navigate(`/deliveries/${deliveryId}`);
        }
      },
    });
  return (
    <>
      <ChangeButton onClick={window.open}>Resend</ChangeButton>
      <ConfirmWindow
        opened={opened}
        title={`Resend ${delivery.fileName}?`}
        action="Resend"
        running={redelivery.isPending}
        error={redelivery.error}
        onConfirm={confirm}
        onClose={close}
      >
        <Stack gap="md">
          <Text>
            This starts a new round of attempts at once, with a new link, even while the receiver
            fails.
          </Text>
          {delivery.status === 'UNROUTED' && (
            <Text>
              It goes to the first webhook configuration that task {delivery.taskId} has had since.
            </Text>
          )}
          <Checkbox
            label="Use a new webhook-id"
            aria-describedby={explanation}
            checked={newId}
            onChange={(event) => setNewId(event.currentTarget.checked)}
          />
          <Text id={explanation} size="sm" c="dimmed">
            With the same webhook-id, the receiver can recognise the report and drop it. Choose a
            new one if the receiver has lost data.
          </Text>
        </Stack>
      </ConfirmWindow>
    </>
  );
}
