import { useSyncExternalStore } from 'react';
import { currentZone, subscribeToZone, type Zone } from './zone.ts';

/** The zone of all times. A component that calls this is rendered again when the user chooses another. */
export function useZone(): Zone {
  return useSyncExternalStore(subscribeToZone, currentZone);
}
