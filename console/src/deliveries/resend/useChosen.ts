import { useState } from 'react';
import type { Delivery } from '../../api/shapes.ts';
import { visibleName } from '../../format/visibleText.ts';
import type { Selection } from '../../layout/RowTable.tsx';

/** A delivery to resend, with the name by which the result names it, and its status when it was chosen. */
export type Chosen = Pick<Delivery, 'id' | 'fileName' | 'status'>;

/** The rows of a list that the user has chosen; `shown` are the loaded ones. */
export function useChosen(shown: Delivery[]) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const has = ({ id }: Chosen) => chosen.has(id);
  const selection: Selection<Delivery> = {
    has,
    toggle: (delivery) => {
      const next = new Map(chosen);
      if (!next.delete(delivery.id)) {
        next.set(delivery.id, delivery);
      }
      setChosen(next);
    },
    toggleShown: () =>
      setChosen(new Map(shown.every(has) ? [] : shown.map((each) => [each.id, each]))),
    name: ({ fileName }) => visibleName(fileName),
  };
  return { chosen: [...chosen.values()], selection, clear: () => setChosen(new Map()) };
}
