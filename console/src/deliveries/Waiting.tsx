import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Delivery, WaitsFor } from '../api/shapes.ts';
import { Countdown } from '../format/Countdown.tsx';
import { At } from '../format/Time.tsx';

interface Props {
  delivery: Delivery;
  waitsFor: WaitsFor;
}

/** Shows when the service makes the last attempt; nothing if no attempt follows without an operator. */
export function GivesUp({ delivery: { givesUpAt, waitsFor } }: { delivery: Delivery }) {
  return givesUpAt === null || waitsFor?.cause === 'ENABLING' ? null : (
    <Text size="sm" component="div">
      If no attempt succeeds, it fails on <At at={givesUpAt} />.
    </Text>
  );
}

/** Explains what a pending or held delivery waits for. */
export function Waiting({ delivery: { nextAttemptAt, configurationId }, waitsFor }: Props) {
  switch (waitsFor.cause) {
    case 'ANSWER':
      return <>The request is in flight.</>;
    case 'SCHEDULE':
      return nextAttemptAt === null ? null : (
        <>
          The next attempt is at <At at={nextAttemptAt} />, <Countdown to={nextAttemptAt} />
        </>
      );
    case 'TURN':
      return <>It is due, and waits because of the limits of its configuration.</>;
    case 'ENABLING':
      return (
        <>
          It waits until its configuration is enabled. <ToConfiguration id={configurationId} />
        </>
      );
    case 'RECEIVER':
      return (
        <>
          It waits because the receiver fails
          {waitsFor.failingSince !== null && (
            <>
              {' '}
              (since <At at={waitsFor.failingSince} />)
            </>
          )}
          .
          {waitsFor.nextProbeAt !== null && (
            <>
              {' '}
              The next probe is due at <At at={waitsFor.nextProbeAt} />.
            </>
          )}{' '}
          <ToConfiguration id={configurationId} />
        </>
      );
  }
}

function ToConfiguration({ id }: { id: string | null }) {
  return (
    <Anchor component={Link} to={`/configurations/${id ?? ''}`} inherit underline="always">
      See the configuration
    </Anchor>
  );
}
