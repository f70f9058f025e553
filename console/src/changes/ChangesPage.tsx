import { Group, Stack, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useSearchParams } from 'react-router';
import { answered } from '../api/answered.ts';
import { useApi } from '../api/ApiContext.ts';
import { PAGE_SIZE, useLoadedList } from '../api/lists.ts';
import { inputWords } from '../format/time.ts';
import { Listed } from '../layout/Listed.tsx';
import { Page } from '../layout/Page.tsx';
import { ChangeTable } from './ChangeTable.tsx';
import { NoChanges } from './NoChanges.tsx';
import { idOf, thingOf } from './words.ts';

const POLL_MS = 15_000;

interface Filter {
  about: string;
  subject: string;
}

/** Lists who changed what, with filters. */
export function ChangesPage() {
  const [query, setQuery] = useSearchParams();
  const filter = { about: query.get('about') ?? '', subject: query.get('subject') ?? '' };
  const change = (next: Filter) =>
    setQuery(
      Object.entries(next).filter(([, value]) => value !== ''),
      { replace: true },
    );
  return (
    <Page
      title="Changes"
      subtitle={`Who changed what, and who signed in, newest first. Kept for 400 days. Automatic changes are not listed: disabling a configuration after a 410 or five days of failures, and a planned Signature that takes effect. ${inputWords('')}.`}
    >
      <Stack gap="xs">
        <Filters filter={filter} onChange={change} />
        <ChangeList key={JSON.stringify(filter)} filter={filter} />
      </Stack>
    </Page>
  );
}

/** The filters take effect on Enter, and when the user leaves a field. */
function Filters({ filter, onChange }: { filter: Filter; onChange: (next: Filter) => void }) {
  const [id, setId] = useState(idOf(filter.about));
  const [subject, setSubject] = useState(filter.subject);
  const [shown, setShown] = useState(filter);
  // The fields keep the focus when they change the address, and follow its other changes.
  if (shown.about !== filter.about || shown.subject !== filter.subject) {
    setShown(filter);
    setId(idOf(filter.about));
    setSubject(filter.subject);
  }
  const about = id.trim() === '' ? '' : thingOf(id);
  const apply = (event?: SyntheticEvent) => {
    event?.preventDefault();
    const next = { about: about ?? filter.about, subject: subject.trim() };
    if (next.about !== filter.about || next.subject !== filter.subject) {
      onChange(next);
    }
  };
  return (
    <form onSubmit={apply}>
      <Group align="flex-start" gap="sm">
        <TextInput
          label="About"
          placeholder="Id of a configuration, task or delivery"
          w={360}
          maw="100%"
          value={id}
          error={about === null ? 'Must be cfg_…, dlv_…, or the number of a task' : null}
          onChange={(event) => setId(event.currentTarget.value)}
          onBlur={() => apply()}
        />
        <TextInput
          label="Who"
          placeholder="Subject of the token"
          w={260}
          maw="100%"
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          onBlur={() => apply()}
        />
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Group>
    </form>
  );
}

function ChangeList({ filter: { about, subject } }: { filter: Filter }) {
  const api = useApi();
  const list = useLoadedList(
    ['changes', about, subject],
    (cursor) =>
      answered(
        api.GET('/changes', {
          params: {
            query: {
              limit: PAGE_SIZE,
              ...(about !== '' && { about }),
              ...(subject !== '' && { subject }),
              ...(cursor !== null && { cursor }),
            },
          },
        }),
      ),
    POLL_MS,
  );
  return (
    <Listed list={list} empty={<NoChanges about={about} />} looksAt={1000}>
      {(changes) => <ChangeTable changes={changes} />}
    </Listed>
  );
}
