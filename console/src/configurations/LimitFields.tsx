import { TextInput, type TextInputProps } from '@mantine/core';
import classes from './LimitFields.module.css';
import type { LimitTexts } from './limits.ts';

interface Props {
  /** Returns the form's props for a field. */
  inputOf: (field: keyof LimitTexts) => TextInputProps;
}

/** The fields for the two limits of a configuration. */
export function LimitFields({ inputOf }: Props) {
  return (
    <div className={classes.limits}>
      <TextInput
        className={classes.field}
        label="Requests in flight"
        description="The largest number of requests that wait for an answer at the same time: 1 to 100"
        required
        inputMode="numeric"
        autoComplete="off"
        {...inputOf('maxInFlight')}
      />
      <TextInput
        className={classes.field}
        label="Requests per second"
        description="The largest number of requests per second: 1 to 1000; empty for no limit"
        inputMode="numeric"
        autoComplete="off"
        {...inputOf('maxPerSecond')}
      />
    </div>
  );
}
