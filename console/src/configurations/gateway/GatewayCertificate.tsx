import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Versioned } from '../../api/answered.ts';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import type { GivenCertificate, WebhookConfiguration } from '../../api/shapes.ts';
import { At } from '../../format/Time.tsx';
import { useNow } from '../../format/useNow.ts';
import { visibleText } from '../../format/visibleText.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { ConfirmWindow } from '../../layout/ConfirmWindow.tsx';
import { Facts } from '../../layout/Facts.tsx';
import { showNews } from '../../layout/news.ts';
import { Section } from '../../layout/Section.tsx';
import { settingsOf, useReplaceConfiguration } from '../useConfigurations.ts';

const FIELDS = ['clientCertificate.certificate', 'clientCertificate.privateKey'] as const;
const WARNED_BEFORE_MS = 30 * 24 * 3_600_000;
const EMPTY: GivenCertificate = { certificate: '', privateKey: '' };

/** Shows and replaces the client certificate for the receiver's gateway. The key is in no draft, and not shown again. */
export function GatewayCertificate({ found }: { found: Versioned<WebhookConfiguration> }) {
  const { clientCertificate } = found.value;
  // The texts, and the version that a save replaces: that from when the user began to type.
  const [edited, setEdited] = useState<{ given: GivenCertificate; of: typeof found } | null>(null);
  const [removing, window] = useDisclosure(false);
  const replacement = useReplaceConfiguration(found.value.id);
  const { given, of } = edited ?? { given: EMPTY, of: found };
  const problem = replacement.error === null ? null : problemOf(replacement.error);
  const change = (part: Partial<GivenCertificate>) =>
    setEdited({ given: { ...given, ...part }, of });
  const put = (certificate: GivenCertificate | null, news: string) =>
    replacement.mutate(
      { value: { ...settingsOf(of.value), clientCertificate: certificate }, etag: of.etag },
      {
        onSuccess: () => {
          setEdited(null);
          showNews(news);
        },
      },
    );
  const [certificateError, keyError] = FIELDS.map((field) => problem?.errorOf(field));
  return (
    <Section
      title="Client certificate"
      hint="For a gateway that requires mutual TLS. Self-signed, or issued by a private authority."
    >
      <form
        noValidate
        aria-label="Client certificate"
        onSubmit={(event) => {
          event.preventDefault();
          put(given, 'Saved the client certificate.');
        }}
      >
        <Stack gap="md" maw={640}>
          {clientCertificate === null ? (
            <Text c="dimmed" size="sm">
              No client certificate.
            </Text>
          ) : (
            <>
              <Expiry notAfter={clientCertificate.notAfter} />
              <Facts
                facts={[
                  ['Subject', visibleText(clientCertificate.subject)],
                  ['Issuer', visibleText(clientCertificate.issuer)],
                  ['Expires', <At key="expires" at={clientCertificate.notAfter} />],
                  ['SHA-256', clientCertificate.sha256, 'long'],
                ]}
              />
            </>
          )}
          <Textarea
            label="Certificate"
            description="In PEM, optionally followed by the certificates of its issuers"
            autosize
            minRows={3}
            maxRows={10}
            spellCheck={false}
            autoComplete="off"
            value={given.certificate}
            onChange={(event) => change({ certificate: event.currentTarget.value })}
            error={certificateError}
          />
          <Textarea
            label="Private key"
            description="Unencrypted PKCS#8 in PEM. It is encrypted and not shown again."
            autosize
            minRows={3}
            maxRows={10}
            spellCheck={false}
            autoComplete="off"
            value={given.privateKey}
            onChange={(event) => change({ privateKey: event.currentTarget.value })}
            error={keyError}
          />
          {problem !== null && (
            <ProblemAlert
              title="The client certificate was not saved"
              problem={problem}
              shownFields={FIELDS}
            />
          )}
          <Group>
            <ChangeButton type="submit" loading={replacement.isPending} disabled={edited === null}>
              {clientCertificate === null ? 'Save' : 'Replace certificate'}
            </ChangeButton>
            <Button
              variant="default"
              disabled={edited === null}
              onClick={() => {
                replacement.reset();
                setEdited(null);
              }}
            >
              Cancel
            </Button>
            {clientCertificate !== null && (
              <ChangeButton variant="subtle" color="red" onClick={window.open}>
                Remove certificate
              </ChangeButton>
            )}
          </Group>
        </Stack>
      </form>
      <ConfirmWindow
        opened={removing}
        title="Remove the client certificate?"
        action="Remove certificate"
        danger
        running={false}
        error={null}
        onConfirm={() => {
          window.close();
          put(null, 'Removed the client certificate.');
        }}
        onClose={window.close}
      >
        A gateway that requires mutual TLS then refuses every request. The private key is deleted:
        to go back, you need the certificate and its key again.
      </ConfirmWindow>
    </Section>
  );
}

/** Warns from 30 days before the end on. */
function Expiry({ notAfter }: { notAfter: string }) {
  const left = Date.parse(notAfter) - useNow(60_000);
  if (left > WARNED_BEFORE_MS) {
    return null;
  }
  return (
    <Alert
      color={left > 0 ? 'orange' : 'red'}
      title={left > 0 ? 'The certificate expires soon' : 'The certificate has expired'}
    >
      Replace it, or the gateway refuses the requests.
    </Alert>
  );
}
