import { TextInput, type TextInputProps } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { fromLocalInput, inputWords, toLocalInput } from '../format/time.ts';
import { currentZone } from '../format/zone.ts';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'description'> {
  label: string;
  /** The instant, in whatever zone it is shown; null while there is none. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** A rule that the description adds: "at most 30 days ahead". */
  rule?: string;
}

/** While a user types 2026, the year is 2, 20 and 202. */
const FIRST_YEAR = '1970';

/**
 * A date and a time. It takes effect as soon as it is complete, so that a reload keeps it. If it is
 * incomplete when the user leaves the field or presses Enter, it shows an error and has no value. It keeps
 * its instant when the user chooses another zone.
 */
export function Moment({ value, error = null, onChange, rule, ...input }: Props) {
  const zone = currentZone();
  const shown = value === null ? '' : toLocalInput(new Date(value));
  const [text, setText] = useState(shown);
  const [followed, setFollowed] = useState(shown);
  const [typedIn, setTypedIn] = useState(zone);
  const [typing, setTyping] = useState(false);
  const [incomplete, setIncomplete] = useState(false);
  // The address lags behind the typing; its changes from elsewhere are taken over.
  if (typedIn !== zone || (!typing && followed !== shown)) {
    setTypedIn(zone);
    setFollowed(shown);
    setText(shown);
    setIncomplete(incomplete && shown === '');
  }
  const type = (event: SyntheticEvent<HTMLInputElement>) => {
    const { value: typed, validity } = event.currentTarget;
    setText(typed);
    setIncomplete(false);
    if (typed >= FIRST_YEAR || (typed === '' && !validity.badInput)) {
      onChange(fromLocalInput(typed));
    }
  };
  const settle = (event: SyntheticEvent<HTMLInputElement>) => {
    const { value: typed, validity } = event.currentTarget;
    if (validity.badInput || (typed !== '' && typed < FIRST_YEAR)) {
      setIncomplete(true);
      onChange(null);
    }
  };
  return (
    <TextInput
      {...input}
      type="datetime-local"
      description={[inputWords(text), rule].filter(Boolean).join(', ')}
      value={text}
      error={incomplete ? 'Choose a date and a time' : error}
      onChange={type}
      onFocus={() => setTyping(true)}
      onBlur={(event) => {
        setTyping(false);
        settle(event);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          settle(event);
        }
      }}
    />
  );
}
