import { Select, type SelectProps } from '@mantine/core';

const VERSIONS = [
  { value: '1', label: 'Payload 1' },
  { value: '2', label: 'Payload 2' },
];

/** The field for the version of the announcements. It takes the form's props for it. */
export function PayloadField(input: SelectProps) {
  return (
    <Select
      label="Payload"
      description="Payload 2 adds ids, the attempt and the SHA-256 of the file, for receivers that ignore unknown properties"
      data={VERSIONS}
      allowDeselect={false}
      {...input}
    />
  );
}
