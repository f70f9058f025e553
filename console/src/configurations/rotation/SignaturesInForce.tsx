import { Anchor, Code } from '@mantine/core';
import { Link } from 'react-router';
import type { Versioned } from '../../api/answered.ts';
import type { WebhookConfiguration } from '../../api/shapes.ts';
import { count } from '../../format/amount.ts';
import { At } from '../../format/Time.tsx';
import { Facts } from '../../layout/Facts.tsx';
import { Section } from '../../layout/Section.tsx';
import { CancelRotation } from './CancelRotation.tsx';
import { useLastAccepted, type LastAccepted } from './useLastAccepted.ts';

/** Shows the last three characters of each active Signature; the API returns no more of them. */
export function SignaturesInForce({ found }: { found: Versioned<WebhookConfiguration> }) {
  const { id, signatureHint, nextSignature, overlapUntil } = found.value;
  const accepted = useLastAccepted(id);
  return (
    <Section
      title="Active Signatures"
      actions={nextSignature !== null && <CancelRotation found={found} />}
    >
      <Facts
        facts={[
          ['Current Signature', <Hint key="current" characters={signatureHint} />],
          [
            'Next Signature',
            nextSignature === null ? null : (
              <span key="next">
                <Hint characters={nextSignature.hint} /> from <At at={nextSignature.effectiveAt} />
                {nextSignature.overlapUntil !== null &&
                nextSignature.overlapUntil !== nextSignature.effectiveAt ? (
                  <>
                    ; the current one is also used until <At at={nextSignature.overlapUntil} />
                  </>
                ) : (
                  ', without an overlap'
                )}
                .{' '}
                <Anchor
                  component={Link}
                  to={`/configurations/${id}?tab=test`}
                  underline="always"
                  inherit
                >
                  Send a test with it
                </Anchor>
              </span>
            ),
          ],
          [
            'Old Signature also used until',
            overlapUntil === null ? null : <At key="until" at={overlapUntil} />,
          ],
          [
            'Newest delivered report',
            accepted.data == null ? null : 'notAmong' in accepted.data ? (
              `Not found among the newest ${count(accepted.data.notAmong)} deliveries`
            ) : (
              <Accepted key="accepted" accepted={accepted.data} />
            ),
          ],
        ]}
      />
    </Section>
  );
}

/** Several keys sign a request in an overlap. Then its acceptance does not say which one the receiver checked. */
function Accepted({ accepted: { at, test, signedWith } }: { accepted: LastAccepted }) {
  const [first, ...old] = signedWith;
  return first === undefined ? null : (
    <>
      {test ? 'A test, accepted' : 'Accepted'} <At at={at} />,{' '}
      {old.length === 0 ? (
        <>
          signed only with the Signature that <Hint characters={first} />
        </>
      ) : (
        <>
          signed with the new Signature, which <Hint characters={first} />, and{' '}
          {old.length === 1 ? 'the old one' : 'old ones'}: it does not show which one the receiver
          checked
        </>
      )}
    </>
  );
}

function Hint({ characters }: { characters: string }) {
  return (
    <>
      ends with <Code>{characters}</Code>
    </>
  );
}
