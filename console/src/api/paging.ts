/** A page of a list. It may contain fewer items than requested, or none, without being the last. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The rows after which, and the pages after which, a list stops reading on by itself. */
export interface Reach {
  rows: number;
  pages: number;
}

/** The most pages of a burst: pages are short when a filter has no index. */
const PAGES_PER_BURST = 50;

/** The rows and pages read so far. */
export interface Progress {
  rows: number;
  pages: number;
  /** True if the API has more pages. */
  more: boolean;
}

/** Returns the limits of the next burst, which reads until there are `rows` more rows. */
export function nextReach(progress: Pick<Progress, 'rows' | 'pages'>, rows: number): Reach {
  return { rows: progress.rows + rows, pages: progress.pages + PAGES_PER_BURST };
}

/** Decides whether the list reads another page by itself. The list always reads its first page. */
export function readsOn({ rows, pages, more }: Progress, reach: Reach): boolean {
  return more && pages > 0 && rows < reach.rows && pages < reach.pages;
}
