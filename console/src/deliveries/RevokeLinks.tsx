import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Delivery } from '../api/shapes.ts';
import { counted } from '../format/amount.ts';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { tell } from '../layout/news.ts';
import { useRevokeLinks } from './useDeliveries.ts';

/** Takes the download links back that were issued so far. */
export function RevokeLinks({ delivery }: { delivery: Delivery }) {
  const [opened, window] = useDisclosure(false);
  const revocation = useRevokeLinks(delivery.id);
  const close = () => {
    revocation.reset();
    window.close();
  };
  const confirm = () =>
    revocation.mutate(undefined, {
      onSuccess: ({ revoked }) => {
        tell(`${counted(revoked, 'link is', 'links are')} revoked.`);
        close();
      },
    });
  return (
    <>
      <Button variant="default" onClick={window.open}>
        Revoke links
      </Button>
      <ConfirmWindow
        opened={opened}
        title="Revoke the download links?"
        action="Revoke links"
        danger
        running={revocation.isPending}
        error={revocation.error}
        onConfirm={confirm}
        onClose={close}
      >
        Every link of this delivery stops working. A download that is under way may go on for five
        minutes. Redelivering gives the receiver a new link.
      </ConfirmWindow>
    </>
  );
}
