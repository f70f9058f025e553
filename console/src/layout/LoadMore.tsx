import { Button, Group, Text } from '@mantine/core';
import type { LoadedList } from '../api/lists.ts';
import { count, counted } from '../format/amount.ts';

interface Props {
  list: LoadedList<unknown>;
  /** The number of stored items that the API reads for a page. */
  looksAt: number | undefined;
}

/** The end of a list that has more pages: reads on, says how far a search is, and stops it. */
export function LoadMore({ list, looksAt }: Props) {
  const { more, sparse, readingOn, pages, items } = list;
  if (!more) {
    return null;
  }
  const searching = readingOn && sparse;
  return (
    <Group justify="center" gap="sm">
      <Text size="sm" role="status" aria-live={searching ? 'off' : 'polite'}>
        {sparse && looksAt !== undefined && (
          <>
            Searched up to {count(pages * looksAt)} deliveries
            {searching && ' so far'}: {counted(items.length, 'match', 'matches')}
          </>
        )}
      </Text>
      {/* One button in every state, so that it keeps the focus. */}
      <Button
        variant="default"
        size="xs"
        loading={readingOn && !sparse}
        onClick={searching ? list.stop : list.loadMore}
      >
        {searching ? 'Stop' : sparse ? 'Keep searching' : 'Load more'}
      </Button>
    </Group>
  );
}
