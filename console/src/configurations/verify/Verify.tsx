import { Code, Group, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import type { Versioned } from '../../api/answered.ts';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { RawText } from '../../format/RawText.tsx';
import { CopyText } from '../../forms/CopyText.tsx';
import { Loading } from '../../layout/Loading.tsx';
import { Section } from '../../layout/Section.tsx';
import type { SampleRequest } from './sample.ts';
import { SignatureCheck } from './SignatureCheck.tsx';
import { SNIPPETS } from './snippets.ts';
import { useSample } from './useSample.ts';

/** Shows how a receiver verifies requests, in five languages, with a request of this configuration to try. */
export function Verify({ found }: { found: Versioned<WebhookConfiguration> }) {
  const sample = useSample(found.value);
  return sample === undefined ? <Loading /> : <Verification sample={sample} />;
}

/** Keeps the sample from when the page opened, because a newer one would overwrite pasted text. */
function Verification({ sample: newest }: { sample: SampleRequest }) {
  const [sample] = useState(newest);
  return (
    <Stack gap="lg">
      <Section
        title="Verify in your language"
        hint="Verify the bytes as they arrived, before a JSON parser changes them, and compare in constant time."
      >
        <Languages />
      </Section>
      <Section
        title="Compare"
        hint="Enter the Signature to compute the value of each header. The Signature does not leave this browser."
      >
        <SignatureCheck sample={sample} />
      </Section>
      <Text size="sm" c="dimmed">
        <Code>verify</Code> checks <Code>webhook-signature</Code>: it covers the id, the time and
        the body, and carries both signatures while a rotation overlaps.{' '}
        <Code>X-CDR-Signature</Code> covers the body alone, and changes at once when the Signature
        is rotated. A library for Standard Webhooks takes <Code>whsec_</Code> followed by the base64
        of the Signature&apos;s UTF-8 bytes.
      </Text>
    </Stack>
  );
}

function Languages() {
  return (
    <Tabs defaultValue="PHP" variant="outline" keepMounted={false}>
      <Tabs.List aria-label="Language">
        {SNIPPETS.map(({ language }) => (
          <Tabs.Tab key={language} value={language}>
            {language}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {SNIPPETS.map(({ language, file, code }) => (
        <Tabs.Panel key={language} value={language} pt="md">
          <Group justify="space-between" mb="xs">
            <Text size="sm" c="dimmed">
              Copy {file}. Complete receivers are in the receiver kit, receivers/README.md.
            </Text>
            <CopyText text={code} of={`${language} code`} />
          </Group>
          <RawText text={code} label={`${language} code`} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
