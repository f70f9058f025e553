import { countdown } from './time.ts';
import { useNow } from './useNow.ts';

/** The time left until an instant, updated every second. */
export function Countdown({ to }: { to: string }) {
  const now = useNow(1_000);
  return (
    <time dateTime={to} role="timer">
      {countdown(to, now)}
    </time>
  );
}
