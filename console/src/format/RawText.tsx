import { Code } from '@mantine/core';
import classes from './RawText.module.css';
import { visibleText } from './visibleText.ts';

interface Props {
  text: string;
  label: string;
}

/** Shows untrusted text: never as HTML, with hidden characters made visible. It can take the focus, because it may scroll. */
export function RawText({ text, label }: Props) {
  return (
    <Code block className={classes.raw} tabIndex={0} role="region" aria-label={label}>
      {visibleText(text)}
    </Code>
  );
}
