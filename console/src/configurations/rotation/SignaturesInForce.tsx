import { Code } from '@mantine/core';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { At } from '../../format/Time.tsx';
import { Facts } from '../../layout/Facts.tsx';
import { Section } from '../../layout/Section.tsx';

/** The Signatures by their last three characters: more of them is shown nowhere. */
export function SignaturesInForce({ configuration }: { configuration: WebhookConfiguration }) {
  const { signatureHint, nextSignature, overlapUntil } = configuration;
  return (
    <Section title="Signatures in force">
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
            'The old one signs too until',
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
