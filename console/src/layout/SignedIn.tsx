import { Text } from '@mantine/core';
import { visibleName } from '../format/visibleText.ts';
import { READ_ONLY, useMe } from '../session/useMe.ts';

/** Says who is signed in, and that they may only read. */
export function SignedIn() {
  const { data: me } = useMe();
  if (me === undefined) {
    return null;
  }
  return (
    <Text size="sm" c="dimmed" px="sm" component="div">
      Signed in as {visibleName(me.subject === '' ? 'an unknown user' : me.subject)}
      {!me.mayWrite && <div>{READ_ONLY}</div>}
    </Text>
  );
}
