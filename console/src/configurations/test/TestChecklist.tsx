import { List, Stack, Text, VisuallyHidden } from '@mantine/core';
import { Circle, CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useDelivery } from '../../deliveries/useDeliveries.ts';
import { visibleText } from '../../format/visibleText.ts';
import { Fetched } from '../../layout/Fetched.tsx';
import { isUnderTest, progressOf, testSteps, type StepState } from './testSteps.ts';

const STATES: Record<StepState, { word: string; colour: string; Icon: typeof Circle }> = {
  done: { word: 'Done', colour: 'var(--mantine-color-teal-filled)', Icon: CircleCheck },
  failed: { word: 'Failed', colour: 'var(--mantine-color-red-filled)', Icon: CircleX },
  warned: { word: 'Warning', colour: 'var(--mantine-color-orange-filled)', Icon: TriangleAlert },
  waiting: { word: 'Waiting', colour: 'var(--mantine-color-dimmed)', Icon: Circle },
};

interface Props {
  deliveryId: string;
  url: string;
  refusals: boolean;
}

/** The results of a test, step by step. The list refreshes itself until the receiver follows the link. */
export function TestChecklist({ deliveryId, url, refusals }: Props) {
  const query = useDelivery(deliveryId, isUnderTest);
  return (
    <Fetched query={query}>
      {(delivery) => {
        const steps = testSteps(delivery, url, refusals);
        return (
          <Stack gap="sm">
            <Text size="sm" role="status">
              {progressOf(steps)}
            </Text>
            <List spacing="xs" size="sm" listStyleType="none" aria-label="Steps of the test">
              {steps.map(({ title, state, detail }) => {
                const { word, colour, Icon } = STATES[state];
                return (
                  <List.Item key={title} icon={<Icon size={18} color={colour} aria-hidden />}>
                    <VisuallyHidden>{word}: </VisuallyHidden>
                    <Text span fw={600} inherit>
                      {title}
                    </Text>
                    {detail !== '' && (
                      <Text span display="block" inherit c="dimmed">
                        {visibleText(detail)}
                      </Text>
                    )}
                  </List.Item>
                );
              })}
            </List>
          </Stack>
        );
      }}
    </Fetched>
  );
}
