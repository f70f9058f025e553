import { Checkbox, type CheckboxProps } from '@mantine/core';

/** Offers to revoke all existing links, together with a change that ends the trust in a receiver. */
export function RevokeLinksField(field: CheckboxProps) {
  return (
    <Checkbox
      label="Also revoke all existing download links"
      description="Otherwise anyone with one of these links can fetch its report for 24 hours after it was issued. Links that are issued after this change work. A receiver that may request links gets new ones until its Signature is rotated."
      {...field}
    />
  );
}
