import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useState } from 'react';

/** The pause between a key and the request for the list, in milliseconds. */
const PAUSE_MS = 250;

interface Props {
  label: string;
  /** The text that the list is filtered by. */
  text: string;
  onChange: (text: string) => void;
}

/** A field that filters a list while the user types. */
export function SearchField({ label, text, onChange }: Props) {
  const [typed, setTyped] = useState(text);
  const change = useDebouncedCallback((next: string) => onChange(next.trim()), PAUSE_MS);
  return (
    <TextInput
      label={label}
      maxLength={1024}
      leftSection={<Search size={16} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        change(event.currentTarget.value);
      }}
    />
  );
}
