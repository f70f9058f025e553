import { Code } from '@mantine/core';
import classes from './RawText.module.css';
import { visibleText } from './visibleText.ts';

interface Props {
  text: string;
  label: string;
}

/** Text from outside as it is: never HTML, and nothing in it is hidden. It may scroll, so it takes the focus. */
export function RawText({ text, label }: Props) {
  return (
    <Code block className={classes.raw} tabIndex={0} role="region" aria-label={label}>
      {visibleText(text)}
    </Code>
  );
}
