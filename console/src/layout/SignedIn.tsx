import { Text } from '@mantine/core';
import { visibleName } from '../format/visibleText.ts';
import { useMe, useReadOnly } from '../session/useMe.ts';

/** Says who is signed in, and whether and why they may only read. */
export function SignedIn() {
  const { data: me } = useMe();
  const readOnly = useReadOnly();
  if (me === undefined) {
    return null;
  }
  return (
    <Text size="sm" c="dimmed" px="sm" component="div">
      Signed in as {visibleName(me.subject === '' ? 'an unknown user' : me.subject)}
      {readOnly !== null && <div>{readOnly}</div>}
    </Text>
  );
}
