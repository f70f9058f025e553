import { Select, type ComboboxItem, type SelectProps } from '@mantine/core';
import type { Choices } from './useChoices.ts';

interface Props extends Omit<
  SelectProps,
  'data' | 'searchable' | 'filter' | 'onSearchChange' | 'nothingFoundMessage'
> {
  choices: Choices;
}

/** An entry that cannot be chosen. */
const MORE = { value: 'more', label: 'Type to find others', disabled: true };

/** A field to choose one of many things, which the API finds while the user types. */
export function ChoiceSelect({ choices, ...select }: Props) {
  const { entries, more, loading, error, search } = choices;
  const chosen = entries.find(({ value }) => value === select.value)?.label;
  return (
    <Select
      {...select}
      searchable
      data={more ? [...entries, MORE] : entries}
      filter={({ options, search: text }) => matching(options as ComboboxItem[], text)}
      onSearchChange={(text) => search(text === chosen ? '' : text.trim())}
      nothingFoundMessage={noChoiceWords(loading, error)}
      error={select.error ?? (error !== null && "Can't load the choices. Type to try again.")}
    />
  );
}

/** Filters the loaded entries until the API has answered. */
export function matching(entries: ComboboxItem[], text: string): ComboboxItem[] {
  const wanted = text.trim().toLowerCase();
  return entries.filter(
    ({ disabled, label }) => disabled === true || label.toLowerCase().includes(wanted),
  );
}

/** The text in place of missing entries. */
export function noChoiceWords(loading: boolean, error: Error | null): string {
  if (error !== null) {
    return `Can't load the choices: ${error.message}`;
  }
  return loading ? 'Loading…' : 'Nothing found';
}
