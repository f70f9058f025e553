import { useSyncExternalStore } from 'react';
import { visibleName } from '../format/visibleText.ts';

/** A message about a completed action, shown for a few seconds. */
export interface NewsItem {
  id: number;
  message: string;
}

const SHOWN_MS = 6_000;
const MAX_SHOWN = 3;

let items: readonly NewsItem[] = [];
let last = 0;
const listeners = new Set<() => void>();

/** Shows a message about a completed action on any page, and announces it to screen readers. */
export function showNews(message: string): void {
  const id = ++last;
  change([...items, { id, message: visibleName(message) }].slice(-MAX_SHOWN));
  window.setTimeout(() => dismiss(id), SHOWN_MS);
}

export function dismiss(id: number): void {
  change(items.filter((item) => item.id !== id));
}

export function useNews(): readonly NewsItem[] {
  return useSyncExternalStore(subscribe, () => items);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: readonly NewsItem[]): void {
  items = next;
  listeners.forEach((listener) => listener());
}
