/** The zone in which times are shown: the browser's own, or UTC. */
export type Zone = 'local' | 'UTC';

const KEY = 'time-zone';

let zone: Zone = 'local';
let kept: Storage | null = null;
const listeners = new Set<() => void>();

export function currentZone(): Zone {
  return zone;
}

/** Takes the choice of this browser over, keeps later ones, and follows those of other tabs. */
export function keepZoneIn(storage: Storage, tab: Pick<Window, 'addEventListener'>): void {
  kept = storage;
  change(stored(storage.getItem(KEY)));
  tab.addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY) {
      change(stored(newValue));
    }
  });
}

export function chooseZone(chosen: Zone): void {
  kept?.setItem(KEY, chosen);
  change(chosen);
}

export function subscribeToZone(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function stored(text: string | null): Zone {
  return text === 'UTC' ? 'UTC' : 'local';
}

function change(chosen: Zone): void {
  if (zone !== chosen) {
    zone = chosen;
    listeners.forEach((listener) => listener());
  }
}
