import { Anchor, Button, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Attention, AttentionItem, CappedCount } from '../api/shapes.ts';
import { recoverView } from '../configurations/recovery/recoverView.ts';
import { count } from '../format/amount.ts';
import { sentence } from '../format/sentence.ts';
import { At } from '../format/Time.tsx';
import { visibleName } from '../format/visibleText.ts';
import { Fetched } from '../layout/Fetched.tsx';
import { RowTable, type Column } from '../layout/RowTable.tsx';
import { Section } from '../layout/Section.tsx';

/** The receivers that need attention, those with the most reports at risk first; one line if all answer. */
export function NeedsAttention({ attention }: { attention: UseQueryResult<Attention> }) {
  return (
    <Fetched query={attention}>
      {({ items, complete, waitingForFailing }) =>
        items.length === 0 ? (
          <Text c="dimmed">
            {complete
              ? 'All receivers answer.'
              : 'No failing receivers found; not all were checked.'}
          </Text>
        ) : (
          <Section
            title="Needs attention"
            hint={
              `${capped(waitingForFailing)} deliveries wait for failing receivers.` +
              (complete ? '' : ' There may be more receivers than these.')
            }
          >
            <RowTable
              label="Receivers that need attention"
              columns={COLUMNS}
              rows={items}
              rowKey={({ configurationId }) => configurationId}
            />
          </Section>
        )
      }
    </Fetched>
  );
}

/** "140", "100+". */
export function capped({ count: number, more }: CappedCount): string {
  return more ? `${count(number)}+` : count(number);
}

/** "140 waiting, 2 failed". */
function atRisk({ waiting, held, failed }: AttentionItem): string {
  return [
    { number: waiting, word: 'waiting' },
    { number: held, word: 'held' },
    { number: failed, word: 'failed' },
  ]
    .filter(({ number }) => number.count > 0)
    .map(({ number, word }) => `${capped(number)} ${word}`)
    .join(', ');
}

const STATES: Record<AttentionItem['state'], string> = {
  FAILING: 'Failing since',
  DISABLED: 'Disabled since',
  MISSED_REPORTS: 'Working now; missed reports since',
};

/**
 * The label of the button that helps, and the view of the configuration that has it. A resend starts at the
 * first failed report.
 */
export function remedyOf({
  remedy,
  failed,
  failedSince,
}: Pick<AttentionItem, 'remedy' | 'failed' | 'failedSince'>): {
  words: string;
  view: string;
} {
  switch (remedy) {
    case 'RETRY_NOW':
      return { words: 'Retry', view: '' };
    case 'ENABLE':
      return { words: 'Enable', view: '' };
    case 'RESEND':
      return {
        words: `Resend ${capped(failed)} failed`,
        view: recoverView(failedSince),
      };
  }
}

const COLUMNS: Column<AttentionItem>[] = [
  {
    header: 'Receiver',
    names: true,
    cell: ({ configurationId, name }) => (
      <Anchor component={Link} to={`/configurations/${configurationId}`} fw={600}>
        {visibleName(name)}
      </Anchor>
    ),
  },
  {
    header: 'Problem',
    wide: true,
    cell: ({ state, since, lastFailureReason }) => (
      <>
        {STATES[state]} <At at={since} />
        {lastFailureReason !== null && (
          <Text size="sm" c="dimmed">
            {sentence(lastFailureReason)}
          </Text>
        )}
      </>
    ),
  },
  { header: 'At risk', cell: atRisk },
  {
    header: 'First report fails',
    wide: true,
    cell: ({ givesUpAt }) => (givesUpAt === null ? '–' : <At at={givesUpAt} />),
  },
  {
    header: 'Action',
    cell: (item) => {
      const { words, view } = remedyOf(item);
      return (
        <Button
          component={Link}
          to={`/configurations/${item.configurationId}${view}`}
          size="compact-sm"
          variant="light"
          aria-label={`${words}: ${visibleName(item.name)}`}
        >
          {words}
        </Button>
      );
    },
  },
];
