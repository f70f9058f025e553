import { Select, type SelectProps } from '@mantine/core';
import type { DownloadProtection } from '../api/shapes.ts';

const CHOICES: { value: DownloadProtection; label: string }[] = [
  { value: 'none', label: 'Anyone with the link' },
  { value: 'networks', label: 'Only the receiver\u2019s networks' },
  { value: 'signed-header', label: 'Only with a signed header' },
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
      description="Protect links if others may see them, for example in a proxy’s log. For a signed header, the Signature needs at least 32 characters, and the receiver must send the header. A change applies to new links."
      data={CHOICES}
      allowDeselect={false}
      {...input}
    />
  );
}
