import { Group, TextInput, type TextInputProps } from '@mantine/core';
import type { LimitTexts } from './limits.ts';

interface Props {
  /** What ties a field to its form. */
  inputOf: (field: keyof LimitTexts) => TextInputProps;
}

/** How much the receiver is sent at once. */
export function LimitFields({ inputOf }: Props) {
  return (
    <Group align="flex-start" grow>
      <TextInput
        label="Requests at once"
        description="How many requests may wait for an answer at the same time: 1 to 100"
        required
        inputMode="numeric"
        autoComplete="off"
        {...inputOf('maxInFlight')}
      />
      <TextInput
        label="Requests per second"
        description="How many requests are sent in a second: 1 to 1000, empty for no limit"
        inputMode="numeric"
        autoComplete="off"
        {...inputOf('maxPerSecond')}
      />
    </Group>
  );
}
