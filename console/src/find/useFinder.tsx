import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { opensFinder } from './keys.ts';

const Finder = lazy(async () => ({ default: (await import('./Finder.tsx')).Finder }));

/** Finds a window that covers the page; small windows that a button opens do not. */
const WINDOW = '[role="dialog"][aria-modal="true"]';

interface UsedFinder {
  open: () => void;
  /** The window, once it was opened. */
  finder: ReactNode;
}

/** The finder of the page. Its keys open it from everywhere but a window. */
export function useFinder(): UsedFinder {
  const [opened, setOpened] = useState<boolean | null>(null);
  const before = useRef<Element | null>(null);
  const open = () => {
    before.current = document.activeElement;
    setOpened(true);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (opensFinder(event) && document.querySelector(WINDOW) === null) {
        event.preventDefault();
        open();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const close = (left: boolean) => {
    setOpened(false);
    // A newly opened page takes the focus itself.
    if (!left && before.current instanceof HTMLElement) {
      before.current.focus();
    }
  };
  return {
    open,
    finder: opened !== null && (
      <Suspense>
        <Finder opened={opened} onClose={close} />
      </Suspense>
    ),
  };
}
