import type { ReactNode } from 'react';
import classes from './Facts.module.css';

interface Props {
  /** Names and values; facts without a value are left out. */
  facts: [string, ReactNode][];
}

/** A list of names and values. */
export function Facts({ facts }: Props) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
