import { dateTime, relative } from './time.ts';
import { useNow } from './useNow.ts';

/** An instant as "3 minutes ago" or "3 min ago", with the full date on hover. */
export function Ago({ at, short = false }: { at: string; short?: boolean }) {
  const now = useNow(15_000);
  return (
    <time dateTime={at} title={dateTime(at)}>
      {relative(at, now, short)}
    </time>
  );
}

/** An instant as date and time. */
export function At({ at }: { at: string }) {
  return <time dateTime={at}>{dateTime(at)}</time>;
}
