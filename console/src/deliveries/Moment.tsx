import { TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { fromLocalInput, inputWords, toLocalInput } from '../format/time.ts';

interface Props {
  label: string;
  value: string | null;
  error?: string | null;
  onChange: (value: string | null) => void;
}

/** While a user types 2026, the year is 2, 20 and 202. */
const FIRST_YEAR = '1970';

/**
 * A date and a time. It takes effect as soon as it is complete, so that a reload keeps it. If it is
 * incomplete when the user leaves the field or presses Enter, it shows an error and does not filter.
 */
export function Moment({ label, value, error = null, onChange }: Props) {
  const shown = value === null ? '' : toLocalInput(new Date(value));
  const [text, setText] = useState(shown);
  const [followed, setFollowed] = useState(shown);
  const [typing, setTyping] = useState(false);
  const [incomplete, setIncomplete] = useState(false);
  // The address lags behind the typing; its changes from elsewhere are taken over.
  if (!typing && followed !== shown) {
    setFollowed(shown);
    setText(shown);
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
    if (event.currentTarget.validity.badInput) {
      setIncomplete(true);
      onChange(null);
    }
  };
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={inputWords(text)}
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
