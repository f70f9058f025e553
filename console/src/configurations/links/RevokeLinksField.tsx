import { Checkbox, type CheckboxProps } from '@mantine/core';

/** Offers to revoke the links given out so far, together with a change that ends the trust in a receiver. */
export function RevokeLinksField(field: CheckboxProps) {
  return (
    <Checkbox
      label="Also revoke the download links given out so far"
      description="Otherwise everyone who has such a link can fetch its report, until 24 hours after it was issued. Links that are issued after this change work. A receiver that may ask for links gets new ones until its Signature is rotated."
      {...field}
    />
  );
}
