import { Code } from '@mantine/core';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { At } from '../../format/Time.tsx';
import { Facts } from '../../layout/Facts.tsx';
import { Section } from '../../layout/Section.tsx';

/** Shows the last three characters of each active Signature; the API returns no more of them. */
export function SignaturesInForce({ configuration }: { configuration: WebhookConfiguration }) {
  const { signatureHint, nextSignature, overlapUntil } = configuration;
  return (
    <Section title="Active Signatures">
      <Facts
        facts={[
          ['Current Signature', <Hint key="current" characters={signatureHint} />],
          [
            'Next Signature',
            nextSignature === null ? null : (
              <span key="next">
                <Hint characters={nextSignature.hint} /> from <At at={nextSignature.effectiveAt} />
              </span>
            ),
          ],
          [
            'Old Signature also used until',
            overlapUntil === null ? null : <At key="until" at={overlapUntil} />,
          ],
        ]}
      />
    </Section>
  );
}

function Hint({ characters }: { characters: string }) {
  return (
    <>
      ends with <Code>{characters}</Code>
    </>
  );
}
