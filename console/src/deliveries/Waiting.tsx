import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { DeliveryWithAttempts, WaitsFor } from '../api/shapes.ts';
import { Countdown } from '../format/Countdown.tsx';
import { At } from '../format/Time.tsx';

interface Props {
  delivery: DeliveryWithAttempts;
  waitsFor: WaitsFor;
}

/** Explains what a pending delivery waits for. */
export function Waiting({ delivery: { nextAttemptAt, configurationId }, waitsFor }: Props) {
  switch (waitsFor.cause) {
    case 'ANSWER':
      return <>The request is in flight.</>;
    case 'SCHEDULE':
      return nextAttemptAt === null ? null : (
        <>
          <At at={nextAttemptAt} />, <Countdown to={nextAttemptAt} />
        </>
      );
    case 'TURN':
      return <>It is due, and waits because of the limits of its configuration.</>;
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
          <Anchor
            component={Link}
            to={`/configurations/${configurationId ?? ''}`}
            inherit
            underline="always"
          >
            See the configuration
          </Anchor>
        </>
      );
  }
}
