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

/** How a receiver verifies, in four languages, with a request of this configuration to try it on. */
export function Verify({ found }: { found: Versioned<WebhookConfiguration> }) {
  const sample = useSample(found.value);
  return sample === undefined ? <Loading /> : <Verification sample={sample} />;
}

/** The sample of when this was opened stays: a newer one would take away what was pasted over it. */
function Verification({ sample: newest }: { sample: SampleRequest }) {
  const [sample] = useState(newest);
  return (
    <Stack gap="lg">
      <Section
        title="Verify in your language"
        hint="Over the bytes as they came, before any JSON parser touches them, compared in constant time."
      >
        <Languages />
      </Section>
      <Section
        title="Compare"
        hint="Enter the Signature: what the headers must hold is computed in this browser, and the Signature is sent nowhere."
      >
        <SignatureCheck sample={sample} />
      </Section>
      <Text size="sm" c="dimmed">
        <Code>X-CDR-Signature</Code> proves the sender, not the hour. To refuse a request that
        somebody recorded and sends again, verify <Code>webhook-signature</Code> as well, with any
        library for Standard Webhooks, and refuse a <Code>webhook-timestamp</Code> that is minutes
        off. Its secret is <Code>whsec_</Code> followed by the base64 of the Signature&apos;s UTF-8
        bytes.
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
              {file}, with the Signature in the environment variable CDR_SIGNATURE
            </Text>
            <CopyText text={code} of={`${language} code`} />
          </Group>
          <RawText text={code} label={`${language} code`} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
