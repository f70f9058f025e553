import { Button, Kbd } from '@mantine/core';
import { Search } from 'lucide-react';

interface Props {
  onOpen: () => void;
  /** True if there is room to show the shortcut, too. */
  wide?: boolean;
}

/** Opens the finder, as the keys Ctrl-K and "/" do. */
export function FindButton({ onOpen, wide = false }: Props) {
  return (
    <Button
      variant="default"
      size="sm"
      justify={wide ? 'space-between' : 'center'}
      leftSection={<Search size={16} aria-hidden />}
      rightSection={wide ? <Kbd aria-hidden>Ctrl K</Kbd> : undefined}
      aria-label="Find"
      aria-keyshortcuts="Control+K /"
      onClick={onOpen}
    >
      Find
    </Button>
  );
}
