import { Select, type SelectProps } from '@mantine/core';
import type { DownloadProtection } from '../api/shapes.ts';

const CHOICES: { value: DownloadProtection; label: string }[] = [
  { value: 'none', label: 'The link alone' },
  { value: 'networks', label: 'The link, from the receiver\u2019s networks' },
  { value: 'signed-header', label: 'The link, with a signed header' },
];

/** Download link protection, in words. */
export function protectionWords(protection: DownloadProtection): string {
  return CHOICES.find(({ value }) => value === protection)?.label ?? protection;
}

/** The field for the protection of download links. It takes the form's props for it. */
export function DownloadField(input: SelectProps) {
  return (
    <Select
      label="Download link protection"
      description="Protect links further if others may see them, for example in the log of a proxy. A signed header needs a Signature of at least 32 characters, and a receiver that sends the header. A change applies to new links."
      data={CHOICES}
      allowDeselect={false}
      {...input}
    />
  );
}
