import type { CdrTask, Delivery, SearchResults } from '../api/shapes.ts';

export type FoundConfiguration = SearchResults['configurations']['items'][number];

/** One thing that was found, and the page that shows it. */
export type Found = { to: string } & (
  | { kind: 'delivery'; delivery: Delivery }
  | { kind: 'configuration'; configuration: FoundConfiguration }
  | { kind: 'task'; task: CdrTask }
);

export interface FoundGroup {
  title: string;
  found: Found[];
  /** Whether there are more than these. */
  more: boolean;
}

/** The results by kind, without empty kinds. What a person names exactly leads to the first result. */
export function groups({ deliveries, configurations, tasks }: SearchResults): FoundGroup[] {
  const all: FoundGroup[] = [
    {
      title: 'Deliveries',
      found: deliveries.items.map((delivery) => ({
        kind: 'delivery',
        to: `/deliveries/${delivery.id}`,
        delivery,
      })),
      more: deliveries.more,
    },
    {
      title: 'Webhook configurations',
      found: configurations.items.map((configuration) => ({
        kind: 'configuration',
        to: `/configurations/${configuration.id}`,
        configuration,
      })),
      more: configurations.more,
    },
    {
      title: 'CDR tasks',
      found: tasks.items.map((task) => ({ kind: 'task', to: `/tasks/${task.taskId}`, task })),
      more: tasks.more,
    },
  ];
  return all.filter(({ found }) => found.length > 0);
}

/** Why nothing was found, and what to try. */
export function nothingFound(text: string): string {
  if (/(dlv|cfg)_[0-9a-f]{32}/i.test(text)) {
    return 'Nothing has this id. Deliveries are kept for 90 days.';
  }
  if (/^\s*(dlv|cfg)_/i.test(text)) {
    return 'Is the id complete? It is dlv_ or cfg_ and 32 hexadecimal digits.';
  }
  return (
    'A file is found by the start of its name, a configuration or task by any part of its name. ' +
    'Deliveries are kept for 90 days.'
  );
}
