const FROM = 'from';

/** The view of a configuration that resends missed reports, those from a time on; null: of the last day. */
export function recoverView(from: string | null): string {
  return `?${new URLSearchParams({ tab: 'recover', ...(from !== null && { [FROM]: from }) })}`;
}

/** The time in the address of such a view, in milliseconds; null if there is none. */
export function recoverFrom(query: URLSearchParams): number | null {
  const from = Date.parse(query.get(FROM) ?? '');
  return Number.isNaN(from) ? null : from;
}
