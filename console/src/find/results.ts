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
  /** True if the API has further results of this kind. */
  more: boolean;
}

/**
 * The results by kind, without empty kinds. A kind comes first if the text is exactly the name of one of its things,
 * which is then the first result.
 */
export function groups(
  { deliveries, configurations, tasks }: SearchResults,
  text: string,
): FoundGroup[] {
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
  const rank = (found: Found) => (isNamed(found, text) ? 0 : 1);
  return all
    .filter(({ found }) => found.length > 0)
    .map((group) => ({ ...group, found: group.found.toSorted((a, b) => rank(a) - rank(b)) }))
    .sort(({ found: [a] }, { found: [b] }) => (a && b ? rank(a) - rank(b) : 0));
}

function isNamed(found: Found, text: string): boolean {
  return namesOf(found).some((name) => name.toLowerCase() === text.trim().toLowerCase());
}

function namesOf(found: Found): string[] {
  switch (found.kind) {
    case 'delivery':
      return [found.delivery.fileName, found.delivery.id];
    case 'configuration':
      return [found.configuration.name, found.configuration.id];
    case 'task':
      return [found.task.taskName, String(found.task.taskId)];
  }
}

/**
 * Returns whether a text has a download link. Its token opens a report, so the console must not put it into
 * another address.
 */
export function hasLink(text: string): boolean {
  return /\/cdr-download-files\//i.test(text);
}

/** Explains why there are no results, and what to try. */
export function nothingFound(text: string): string {
  if (hasLink(text)) {
    return 'A download link is a secret, so you cannot search by it. Search for the file name or the webhook-id of the same request.';
  }
  if (/(dlv|cfg)_[0-9a-f]{32}/i.test(text)) {
    return 'Nothing has this id. Deliveries are kept for 90 days.';
  }
  if (/^\s*(dlv|cfg)_/i.test(text)) {
    return 'Incomplete id. Ids are dlv_ or cfg_ followed by 32 hexadecimal digits.';
  }
  return (
    'Type the start of a file name, or any part of the name of a configuration or task. ' +
    'Deliveries are kept for 90 days.'
  );
}
