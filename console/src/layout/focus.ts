/**
 * For the `ref` of an element that replaces the focused one, so that keyboard users continue from here.
 */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

/** Focuses the heading of the page, after the focused row or window has gone. */
export function focusHeading(): void {
  takeFocus(document.querySelector<HTMLElement>('main h1'));
}
