import { useDisclosure } from '@mantine/hooks';
import type { Versioned } from '../../api/answered.ts';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../../layout/ConfirmWindow.tsx';
import { Section } from '../../layout/Section.tsx';
import { useRevokeAllLinks } from './useRevocation.ts';

/** Revokes all links of a configuration, and changes nothing else. */
export function RevokeAllLinks({ found }: { found: Versioned<WebhookConfiguration> }) {
  const { id, name } = found.value;
  const [opened, window] = useDisclosure(false);
  const revocation = useRevokeAllLinks(id);
  const confirm = () => {
    revocation.mutate(null);
    window.close();
  };
  return (
    <Section
      title="Download links"
      hint="Links work for 24 hours. To give a receiver new ones, resend the reports."
    >
      <div>
        <ChangeButton variant="default" onClick={window.open}>
          Revoke all links
        </ChangeButton>
      </div>
      <ConfirmWindow
        opened={opened}
        title={`Revoke all links of ${name}?`}
        action="Revoke all links"
        danger
        running={false}
        error={null}
        onConfirm={confirm}
        onClose={window.close}
      >
        Every link that was issued for this configuration stops working. A download that has started
        may continue for five minutes. Links that are issued later work: a receiver that may request
        links gets new ones until you rotate its Signature.
      </ConfirmWindow>
    </Section>
  );
}
