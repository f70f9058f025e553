import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { DeliveryWithAttempts, WaitsFor } from '../api/shapes.ts';
import { Countdown } from '../format/Countdown.tsx';
import { At } from '../format/Time.tsx';

interface Props {
  delivery: DeliveryWithAttempts;
  waitsFor: WaitsFor;
}

/** What a pending delivery waits for. */
export function Waiting({ delivery: { nextAttemptAt, configurationId }, waitsFor }: Props) {
  switch (waitsFor.cause) {
    case 'ANSWER':
      return <>It is under way.</>;
    case 'SCHEDULE':
      return nextAttemptAt === null ? null : (
        <>
          <At at={nextAttemptAt} />, <Countdown to={nextAttemptAt} />
        </>
      );
    case 'TURN':
      return <>It is due, and waits for its turn: its configuration limits how much is sent.</>;
    case 'RECEIVER':
      return (
        <>
          It waits for its receiver
          {waitsFor.failingSince !== null && (
            <>
              , which has failed since <At at={waitsFor.failingSince} />
            </>
          )}
          .
          {waitsFor.nextProbeAt !== null && (
            <>
              {' '}
              The next probe is sent at <At at={waitsFor.nextProbeAt} />.
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
