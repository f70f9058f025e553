import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { Delivery } from '../api/shapes.ts';
import { visibleName } from '../format/visibleText.ts';
import { OneLine } from '../layout/OneLine.tsx';

/** File names of one task differ at their end, in the time and the ending. */
const END = 14;

/** The name of the report, as a link to its delivery. */
export function FileName({ delivery: { id, fileName } }: { delivery: Delivery }) {
  const name = visibleName(fileName);
  const characters = Array.from(name);
  return (
    <Anchor component={Link} to={`/deliveries/${id}`} fw={600} aria-label={name} title={name}>
      <OneLine text={characters.slice(0, -END).join('')} end={characters.slice(-END).join('')} />
    </Anchor>
  );
}
