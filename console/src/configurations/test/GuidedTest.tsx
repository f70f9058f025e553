import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { SendHorizontal } from 'lucide-react';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import { ChangeButton } from '../../layout/ChangeButton.tsx';
import { Loading } from '../../layout/Loading.tsx';
import { TestChecklist } from './TestChecklist.tsx';
import type { useSendTest } from './useSendTest.ts';

interface Props {
  test: ReturnType<typeof useSendTest>;
  url: string;
  onAgain: () => void;
}

/** The checklist of a new receiver, and a button for another test. */
export function GuidedTest({ test, url, onAgain }: Props) {
  const { data, error, isPending, variables } = test;
  return (
    <Stack gap="sm" component="section" aria-label="Receiver test">
      <Title order={3}>Receiver test</Title>
      <Text size="sm" c="dimmed">
        A sample report was sent, and then a forged and an old request, which the receiver must
        refuse.{' '}
        <Anchor href="/docs/receiver-guide.html#verify" target="_blank" rel="noopener" inherit>
          How a receiver checks requests
        </Anchor>
      </Text>
      {error !== null && <ProblemAlert title="The test was not sent" problem={problemOf(error)} />}
      {isPending && <Loading />}
      {data !== undefined && (
        <TestChecklist
          key={data.deliveryId}
          deliveryId={data.deliveryId}
          url={url}
          refusals={variables.refusals}
        />
      )}
      <Group>
        <ChangeButton
          variant="default"
          leftSection={<SendHorizontal size={16} aria-hidden />}
          loading={isPending}
          onClick={onAgain}
        >
          Send the test again
        </ChangeButton>
      </Group>
    </Stack>
  );
}
