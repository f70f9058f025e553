import { ActionIcon, Button, CopyButton } from '@mantine/core';
import { Check, Copy } from 'lucide-react';

interface Props {
  text: string;
  /** The name of the text: "Copy Full URL". */
  of: string;
  /** Shows the name on the button too. */
  named?: boolean;
}

/** A button that copies a text to the clipboard and says so. */
export function CopyText({ text, of, named = false }: Props) {
  return (
    <CopyButton value={text} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size={named ? 'sm' : 'compact-sm'}
          disabled={text === ''}
          aria-label={copied ? 'Copied' : `Copy ${of}`}
          leftSection={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          onClick={copy}
        >
          <span aria-live="polite">{copied ? 'Copied' : named ? `Copy ${of}` : 'Copy'}</span>
        </Button>
      )}
    </CopyButton>
  );
}

/** The same button as an icon, for the end of a field. */
export function CopyIcon({ text, of }: Omit<Props, 'named'>) {
  return (
    <CopyButton value={text} timeout={2000}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          color={copied ? 'teal' : 'gray'}
          disabled={text === ''}
          aria-label={copied ? `Copied ${of}` : `Copy ${of}`}
          onClick={copy}
        >
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
