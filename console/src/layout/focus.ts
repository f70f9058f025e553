/**
 * For the `ref` of what takes the place of something that had the focus and is gone: whoever uses
 * the keyboard goes on from here.
 */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

/** Where the row or the window that had the focus is gone for good: the top of the page. */
export function focusHeading(): void {
  takeFocus(document.querySelector<HTMLElement>('main h1'));
}
