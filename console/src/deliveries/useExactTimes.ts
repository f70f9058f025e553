import { useState } from 'react';

const KEY = 'exact-times';

/** Whether lists show exact times instead of "3 min ago"; the browser keeps the choice. */
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
