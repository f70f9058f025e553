import type { ReactNode } from 'react';
import classes from './Facts.module.css';

interface Props {
  /** Names and values; facts without a value are left out. One that is `long` has the room of two. */
  facts: [name: string, value: ReactNode, length?: 'long'][];
  /** True if all values are short, such as durations. */
  short?: boolean;
}

/** A list of names and values. */
export function Facts({ facts, short = false }: Props) {
  return (
    <dl className={classes.facts} data-short={short || undefined}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value, length]) => (
          <div key={name} className={length === 'long' ? classes.long : undefined}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
