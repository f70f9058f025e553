import { Center, Loader } from '@mantine/core';

/** Shown while data loads. */
export function Loading({ what = 'Loading' }: { what?: string }) {
  return (
    <Center p="xl" role="status" aria-label={what}>
      <Loader size="sm" type="dots" />
    </Center>
  );
}
