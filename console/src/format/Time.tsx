import { Text } from '@mantine/core';
import { dateTime, relative, toTheSecond } from './time.ts';
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

/** An instant in a list: as "3 min ago", or as date and time without the zone. */
export function ShortTime({ at, exact }: { at: string; exact: boolean }) {
  return exact ? (
    <time dateTime={at} title={dateTime(at)}>
      {toTheSecond(at)}
    </time>
  ) : (
    <Ago at={at} short />
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
