import { Alert, Anchor, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { SendHorizontal } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'react-router';
import { answered, type Versioned } from '../../api/answered.ts';
import { useApi } from '../../api/ApiContext.ts';
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

/** Sends a signed sample report with a working link, and shows the attempt. */
export function SendTest({ found }: { found: Versioned<WebhookConfiguration> }) {
  const api = useApi();
  const { id, enabled, nextSignature } = found.value;
  const explanation = useId();
  const test = useMutation({
    mutationFn: (signature: 'current' | 'next') =>
      answered(
        api.POST('/webhook-configurations/{id}/test', {
          params: { path: { id } },
          body: { signature },
        }),
      ),
  });
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
            onClick={() => test.mutate('current')}
          >
            Send test
          </ChangeButton>
          {nextSignature !== null && (
            <ChangeButton
              variant="default"
              loading={test.isPending}
              disabled={!enabled}
              aria-describedby={enabled ? undefined : explanation}
              onClick={() => test.mutate('next')}
            >
              Send test with the next Signature
            </ChangeButton>
          )}
        </Group>
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
        <TestResult key={test.data.deliveryId} deliveryId={test.data.deliveryId} />
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

function TestResult({ deliveryId }: { deliveryId: string }) {
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
