import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { problemOf } from '../api/problem.ts';
import { ProblemAlert } from '../api/ProblemAlert.tsx';
import { counted } from '../format/amount.ts';
import { visibleName } from '../format/visibleText.ts';
import classes from './Finder.module.css';
import { FoundOption } from './FoundOption.tsx';
import { groups, hasLink, nothingFound, type Found, type FoundGroup } from './results.ts';
import { useSearch, useSearchNow } from './useSearch.ts';

/** The pause between a key and the request to the API, in milliseconds. */
const PAUSE_MS = 150;

interface Props {
  opened: boolean;
  /** `left` is true if the user opened a result. */
  onClose: (left: boolean) => void;
}

/** A window that finds deliveries, configurations and tasks by one text, and opens one of them. */
export function Finder({ opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={() => onClose(false)}
      title="Find"
      size="lg"
      returnFocus={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Search onOpened={() => onClose(true)} />
    </Modal>
  );
}

/** The field keeps the focus: the arrow keys choose a result, and Enter opens it. */
function Search({ onOpened }: { onOpened: () => void }) {
  const id = useId();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  /** The text in the field, for an answer that comes later; empty when the window has closed. */
  const latest = useRef('');
  const searchNow = useSearchNow();
  const wanted = typed.trim();
  const [text] = useDebouncedValue(wanted, PAUSE_MS);
  const secret = hasLink(wanted);
  const search = useSearch(secret || hasLink(text) ? '' : text);
  const current = text === wanted && !secret;
  const shown = current && search.data !== undefined ? groups(search.data, wanted) : [];
  const all = shown.flatMap(({ found }) => found);

  const open = ({ to }: Found) => {
    onOpened();
    void navigate(to);
  };
  const openFirst = async (asked: string) => {
    try {
      const [group] = groups(await searchNow(asked), asked);
      const first = group?.found[0];
      if (first !== undefined && latest.current === asked) {
        open(first);
      }
    } catch {
      // The search that runs while the user types shows the error.
    }
  };
  useEffect(() => () => void (latest.current = ''), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && all.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + all.length) % all.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const found = all[chosen];
      if (found !== undefined) {
        open(found);
      } else if (wanted !== '' && !hasLink(wanted)) {
        void openFirst(wanted);
      }
    }
  };
  return (
    <Stack gap="sm">
      <TextInput
        label="File name, webhook-id, configuration or task"
        description="↑ and ↓ choose, Enter opens."
        role="combobox"
        aria-expanded={all.length > 0}
        aria-autocomplete="list"
        aria-controls={all.length > 0 ? `${id}-results` : undefined}
        aria-activedescendant={all.length > 0 ? `${id}-${chosen}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={1024}
        data-autofocus
        value={typed}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          latest.current = event.currentTarget.value.trim();
          setChosen(0);
        }}
      />
      {search.error !== null && current && (
        <ProblemAlert
          title="Can't search"
          problem={problemOf(search.error)}
          onRetry={() => void search.refetch()}
        />
      )}
      <Text size="sm" c="dimmed" role="status">
        {!secret &&
          statusWords(wanted, current ? search : { ...search, isPending: true, error: null }, all)}
      </Text>
      {all.length > 0 && (
        <div
          role="listbox"
          id={`${id}-results`}
          aria-label="Results"
          className={classes.results}
          // It scrolls, so the keyboard must reach it.
          tabIndex={0}
        >
          {shown.map((group) => (
            <Group
              key={group.title}
              id={id}
              group={group}
              before={all.findIndex((each) => each === group.found[0])}
              chosen={chosen}
              onOpen={open}
            />
          ))}
        </div>
      )}
      {(secret || (wanted !== '' && current && search.data !== undefined && all.length === 0)) && (
        <Text size="sm" {...(secret && { role: 'alert' })}>
          {nothingFound(wanted)}
        </Text>
      )}
    </Stack>
  );
}

interface GroupProps {
  id: string;
  group: FoundGroup;
  /** The number of results before this group. */
  before: number;
  chosen: number;
  onOpen: (found: Found) => void;
}

function Group({ id, group: { title, found, more }, before, chosen, onOpen }: GroupProps) {
  const heading = more ? `${title}: the first ${found.length}, type more to see others` : title;
  return (
    <div role="group" aria-label={heading}>
      <Text size="xs" fw={600} c="dimmed" px="xs" mt="xs" aria-hidden>
        {heading}
      </Text>
      {found.map((each, index) => (
        <FoundOption
          key={each.to}
          id={`${id}-${before + index}`}
          found={each}
          chosen={before + index === chosen}
          onOpen={() => onOpen(each)}
        />
      ))}
    </div>
  );
}

function statusWords(
  wanted: string,
  { isPending, error }: { isPending: boolean; error: Error | null },
  all: Found[],
): string {
  if (wanted === '') {
    return 'Type or paste a name or an id.';
  }
  if (error !== null) {
    return '';
  }
  if (isPending) {
    return 'Searching…';
  }
  return all.length === 0
    ? `Nothing matches “${visibleName(wanted)}”.`
    : counted(all.length, 'result', 'results');
}
