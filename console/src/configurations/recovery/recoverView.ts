const FROM = 'from';

/** The address of the view that resends missed reports from the time `from` on; null stands for the last day. */
export function recoverView(from: string | null): string {
  return `?${new URLSearchParams({ tab: 'recover', ...(from !== null && { [FROM]: from }) })}`;
}

/** The `from` in such an address, in milliseconds since 1970; null if there is none. */
export function recoverFrom(query: URLSearchParams): number | null {
  const from = Date.parse(query.get(FROM) ?? '');
  return Number.isNaN(from) ? null : from;
}
