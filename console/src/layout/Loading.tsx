import { Center, Loader } from '@mantine/core';

/** For a moment, where something is on its way. */
export function Loading({ what = 'Loading' }: { what?: string }) {
  return (
    <Center p="xl" role="status" aria-label={what}>
      <Loader size="sm" type="dots" />
    </Center>
  );
}
