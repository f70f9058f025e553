import { useDisclosure } from '@mantine/hooks';
import type { Delivery } from '../api/shapes.ts';
import { counted } from '../format/amount.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../layout/ConfirmWindow.tsx';
import { showNews } from '../layout/news.ts';
import { useRevokeLinks } from './useDeliveries.ts';

/** Revokes the download links of a delivery. */
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
        showNews(`Revoked ${counted(revoked, 'link', 'links')}.`);
        close();
      },
    });
  return (
    <>
      <ChangeButton variant="default" onClick={window.open}>
        Revoke links
      </ChangeButton>
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
        Every link of this delivery stops working. A download that has started may continue for five
        minutes. To give the receiver a new link, resend the report.
      </ConfirmWindow>
    </>
  );
}
