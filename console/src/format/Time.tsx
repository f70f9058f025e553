import { Text } from '@mantine/core';
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

/** An instant as date and time with the zone, and how long ago it was. */
export function Exactly({ at }: { at: string }) {
  return (
    <>
      <At at={at} />{' '}
      <Text span c="dimmed" inherit>
        (<Ago at={at} />)
      </Text>
    </>
  );
}

/** An instant as date and time, with the zone. */
export function At({ at }: { at: string }) {
  return <time dateTime={at}>{dateTime(at)}</time>;
}
