import { Button, Group, Select, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { problemOf } from '../../api/problem.ts';
import { ProblemAlert } from '../../api/ProblemAlert.tsx';
import { Fetched } from '../../layout/Fetched.tsx';
import { showNews } from '../../layout/news.ts';
import { Section } from '../../layout/Section.tsx';
import { useSaveStatement, useStatementDays } from './useStatements.ts';

/** The daily statements of a configuration, to download. */
export function Statements({ id }: { id: string }) {
  const days = useStatementDays(id);
  return (
    <Section
      title="Statements"
      hint="The reports that were recorded on each day (UTC), as the receiver can fetch them."
    >
      <Fetched query={days}>
        {(found) =>
          found.length === 0 ? (
            <Text size="sm">
              The first statement appears here a few minutes after receiver requests are turned on.
            </Text>
          ) : (
            <DownloadStatement id={id} days={found} />
          )
        }
      </Fetched>
    </Section>
  );
}

function DownloadStatement({ id, days }: { id: string; days: string[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [part, setPart] = useState(1);
  const saving = useSaveStatement(id);
  const day = chosen ?? days[0] ?? '';
  const download = () =>
    saving.mutate(
      { day, part },
      {
        onSuccess: (isLast) => {
          showNews(isLast ? `Downloaded ${day}.` : `Downloaded part ${part} of ${day}.`);
          setPart(isLast ? 1 : part + 1);
        },
      },
    );
  return (
    <>
      <Group align="flex-end">
        <Select
          label="Day"
          data={days}
          value={day}
          allowDeselect={false}
          onChange={(next) => {
            setChosen(next);
            setPart(1);
          }}
        />
        <Button
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
          loading={saving.isPending}
          onClick={download}
        >
          {part === 1 ? 'Download statement' : `Download part ${part}`}
        </Button>
      </Group>
      {saving.error !== null && (
        <ProblemAlert title="The statement was not downloaded" problem={problemOf(saving.error)} />
      )}
    </>
  );
}
