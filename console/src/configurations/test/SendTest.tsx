import { Alert, Anchor, Checkbox, Group, Stack, Text } from '@mantine/core';
import { SendHorizontal } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { Link } from 'react-router';
import type { Versioned } from '../../api/answered.ts';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import type { Attempt, WebhookConfiguration } from '../../api/shapes.ts';
import { AttemptDetails } from '../../deliveries/AttemptDetails.tsx';
import { AttemptHeadline } from '../../deliveries/AttemptHeadline.tsx';
import { useDelivery } from '../../deliveries/useDeliveries.ts';
import { sentence } from '../../format/sentence.ts';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { Fetched } from '../../layout/Fetched.tsx';
import { Loading } from '../../layout/Loading.tsx';
import { Section } from '../../layout/Section.tsx';
import { useSendTest, type TestOrder } from './useSendTest.ts';

const TestChecklist = lazy(async () => ({
  default: (await import('./TestChecklist.tsx')).TestChecklist,
}));

/** Sends a signed sample report with a working link, and shows the attempt. */
export function SendTest({ found }: { found: Versioned<WebhookConfiguration> }) {
  const { id, url, enabled, nextSignature } = found.value;
  const explanation = useId();
  const [refusals, setRefusals] = useState(false);
  const test = useSendTest();
  const send = (signature: TestOrder['signature']) => test.mutate({ id, signature, refusals });
  return (
    <Stack gap="lg">
      <Section
        title="Send a test"
        hint="Sends a sample report like any other report: signed, with a working link. A test has one attempt, and is sent even while the receiver fails."
      >
        <Group>
          <ChangeButton
            leftSection={<SendHorizontal size={16} aria-hidden />}
            loading={test.isPending}
            disabled={!enabled}
            aria-describedby={enabled ? undefined : explanation}
            onClick={() => send('current')}
          >
            Send test
          </ChangeButton>
          {nextSignature !== null && (
            <ChangeButton
              variant="default"
              loading={test.isPending}
              disabled={!enabled}
              aria-describedby={enabled ? undefined : explanation}
              onClick={() => send('next')}
            >
              Send test with the next Signature
            </ChangeButton>
          )}
        </Group>
        <Checkbox
          label="Then send a forged and an old request"
          description="The receiver must refuse both. If it accepts them, it receives the test again under the same webhook-id."
          checked={refusals}
          onChange={(event) => setRefusals(event.currentTarget.checked)}
        />
        {!enabled && (
          <Text id={explanation} size="sm">
            The configuration is disabled, so nothing is sent. Enable it first, with the button at
            the top of this page.
          </Text>
        )}
        {test.error !== null && (
          <ProblemAlert title="The test was not sent" problem={problemOf(test.error)} />
        )}
      </Section>
      {test.data !== undefined && (
        <TestResult
          key={test.data.deliveryId}
          deliveryId={test.data.deliveryId}
          url={url}
          refusals={test.variables.refusals}
        />
      )}
    </Stack>
  );
}

/** ", signed only with the Signature that ends with k4Q": then it is certain that the receiver accepts that one. */
function signedWords({ request }: Attempt): string {
  const [first, ...others] = request?.signedWith ?? [];
  if (first === undefined) {
    return '';
  }
  return others.length === 0
    ? `, signed only with the Signature that ends with ${first}`
    : `, signed with the new Signature (it ends with ${first}) and the old one`;
}

interface ResultProps {
  deliveryId: string;
  url: string;
  refusals: boolean;
}

function TestResult({ deliveryId, url, refusals }: ResultProps) {
  const query = useDelivery(deliveryId);
  return (
    <Section
      title="Result"
      actions={
        <Anchor component={Link} to={`/deliveries/${deliveryId}`}>
          Open the delivery
        </Anchor>
      }
    >
      <Suspense fallback={<Loading />}>
        <TestChecklist deliveryId={deliveryId} url={url} refusals={refusals} />
      </Suspense>
      <Fetched query={query}>
        {(delivery) => {
          const attempt = delivery.attempts.at(-1);
          return attempt === undefined ? (
            <Loading what="Waiting for the receiver's answer" />
          ) : (
            <Stack gap="md">
              <Alert
                role="status"
                color={attempt.outcome === 'DELIVERED' ? 'teal' : 'red'}
                title={<AttemptHeadline attempt={attempt} />}
              >
                {attempt.outcome === 'DELIVERED'
                  ? `The receiver accepted the test${signedWords(attempt)}.`
                  : sentence(attempt.reason)}
              </Alert>
              <AttemptDetails attempt={attempt} />
            </Stack>
          );
        }}
      </Fetched>
    </Section>
  );
}
