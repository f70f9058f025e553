import { useState } from 'react';

const KEY = 'exact-times';

/** The user's choice between exact times and "3 min ago" in lists; the browser keeps it. */
export function useExactTimes(): { exact: boolean; toggle: () => void } {
  const [exact, setExact] = useState(() => window.localStorage.getItem(KEY) === 'true');
  return {
    exact,
    toggle: () => {
      window.localStorage.setItem(KEY, String(!exact));
      setExact(!exact);
    },
  };
}
