import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Delivery } from '../api/shapes.ts';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { tell } from '../layout/news.ts';
import { useRedeliver } from './useDeliveries.ts';

/** Sends the report again, as the same delivery or as a new one. */
export function Redeliver({ delivery }: { delivery: Delivery }) {
  const [opened, window] = useDisclosure(false);
  const [newId, setNewId] = useState(false);
  const explanation = useId();
  const redelivery = useRedeliver(delivery.id);
  const navigate = useNavigate();
  const close = () => {
    redelivery.reset();
    window.close();
  };
  const confirm = () =>
    redelivery.mutate(newId, {
      onSuccess: ({ deliveryId }) => {
        tell(`${delivery.fileName} is sent again.`);
        close();
        if (deliveryId !== delivery.id) {
          void navigate(`/deliveries/${deliveryId}`);
        }
      },
    });
  return (
    <>
      <Button onClick={window.open}>Redeliver</Button>
      <ConfirmWindow
        opened={opened}
        title={`Send ${delivery.fileName} again?`}
        action="Redeliver"
        running={redelivery.isPending}
        error={redelivery.error}
        onConfirm={confirm}
        onClose={close}
      >
        <Stack gap="md">
          <Text>
            A new round of attempts begins at once, with a fresh link, also while the receiver
            fails.
          </Text>
          <Checkbox
            label="Under a new id"
            aria-describedby={explanation}
            checked={newId}
            onChange={(event) => setNewId(event.currentTarget.checked)}
          />
          <Text id={explanation} size="sm" c="dimmed">
            Otherwise the receiver sees the same webhook-id, and may drop what it has already.
            Choose this when it has lost data.
          </Text>
        </Stack>
      </ConfirmWindow>
    </>
  );
}
