import type { AttemptTimings as Timings } from '../api/shapes.ts';
import { duration } from '../format/amount.ts';
import { Facts } from '../layout/Facts.tsx';

interface Props {
  timings: Timings;
  durationMs: number;
  address: string | null;
}

/** The duration of each phase. */
export function AttemptTimings({ timings, durationMs, address }: Props) {
  return (
    <Facts
      short
      facts={[
        ['Duration', duration(durationMs)],
        ['DNS look-up', phase(timings.resolveMs)],
        ['Connection', phase(timings.connectMs)],
        ['TLS handshake', phase(timings.tlsMs)],
        ['First byte', phase(timings.firstByteMs)],
        ['Address', address],
      ]}
    />
  );
}

function phase(ms: number | null): string | null {
  return ms === null ? null : duration(ms);
}
