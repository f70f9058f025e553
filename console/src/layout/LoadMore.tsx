import { Button, Center, Text } from '@mantine/core';
import type { LoadedList } from '../api/lists.ts';

/** The end of a list that goes on. */
export function LoadMore({ list }: { list: LoadedList<unknown> }) {
  if (!list.more) {
    return null;
  }
  return (
    <Center>
      <div>
        <Button variant="default" loading={list.loadingMore} onClick={list.loadMore}>
          Load more
        </Button>
        {list.items.length === 0 && (
          <Text size="sm" c="dimmed" mt="xs">
            Nothing that fits so far; there is more to look through.
          </Text>
        )}
      </div>
    </Center>
  );
}
