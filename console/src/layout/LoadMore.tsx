import { Button, Center, Text } from '@mantine/core';
import type { LoadedList } from '../api/lists.ts';

/** The end of a list that has more pages. */
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
            No match so far. Load more to keep searching.
          </Text>
        )}
      </div>
    </Center>
  );
}
