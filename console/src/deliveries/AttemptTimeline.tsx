import { Accordion, Text, Timeline } from '@mantine/core';
import { Check, Clock, X } from 'lucide-react';
import type { Attempt, DeliveryWithAttempts } from '../api/shapes.ts';
import { duration } from '../format/amount.ts';
import { sentence } from '../format/sentence.ts';
import { At } from '../format/Time.tsx';
import { AttemptDetails } from './AttemptDetails.tsx';
import { AttemptHeadline, repeatsHeadline } from './AttemptHeadline.tsx';
import classes from './AttemptTimeline.module.css';
import { attemptName } from './steps.ts';
import { GivesUp, Waiting } from './Waiting.tsx';
import { nextAttemptName } from './words.ts';

/** The attempts, the next one first and then the latest; each opens to show its request and response. */
export function AttemptTimeline({ delivery }: { delivery: DeliveryWithAttempts }) {
  const attempts = [...delivery.attempts].reverse();
  const { waitsFor } = delivery;
  const nextAttempt = nextAttemptName(delivery);
  return (
    <Timeline bulletSize={26} lineWidth={2} active={attempts.length + 1} aria-label="Attempts">
      {waitsFor !== null && (
        <Timeline.Item
          bullet={<Clock size={14} aria-hidden />}
          color="indigo"
          lineVariant="dashed"
          title={`Next attempt${nextAttempt === null ? '' : `: ${nextAttempt}`}`}
        >
          <Text size="sm" component="div">
            <Waiting delivery={delivery} waitsFor={waitsFor} />
          </Text>
          <GivesUp delivery={delivery} />
        </Timeline.Item>
      )}
      {attempts.map((attempt) => (
        <Timeline.Item
          key={`${attempt.round}/${attempt.number}`}
          color={attempt.outcome === 'DELIVERED' ? 'teal' : 'red'}
          bullet={
            attempt.outcome === 'DELIVERED' ? (
              <Check size={14} aria-hidden />
            ) : (
              <X size={14} aria-hidden />
            )
          }
          title={`Attempt ${attemptName(attempt, delivery)}`}
        >
          <AttemptEntry attempt={attempt} called={`attempt ${attemptName(attempt, delivery)}`} />
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

function AttemptEntry({ attempt, called }: { attempt: Attempt; called: string }) {
  const name = `${attempt.round}/${attempt.number}`;
  return (
    <>
      <Text size="sm">
        <AttemptHeadline attempt={attempt} /> after {duration(attempt.durationMs)}{' '}
        <Text span c="dimmed" inherit>
          <At at={attempt.startedAt} />
        </Text>
      </Text>
      {attempt.reason !== '' && !repeatsHeadline(attempt) && (
        <Text size="sm">{sentence(attempt.reason)}</Text>
      )}
      <Accordion
        variant="contained"
        mt="xs"
        keepMounted={false}
        classNames={{ label: classes.label }}
      >
        <Accordion.Item value={name}>
          <Accordion.Control aria-label={`Request and response of ${called}`}>
            <Text size="sm">Request and response</Text>
          </Accordion.Control>
          <Accordion.Panel>
            <AttemptDetails attempt={attempt} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </>
  );
}
