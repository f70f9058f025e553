import { Checkbox, TextInput, type CheckboxProps, type TextInputProps } from '@mantine/core';
import type { ReceiverRequests } from '../api/shapes.ts';

/** Converts the setting into values of a form, with commas between the networks. */
export interface RequestValues {
  receiverRequests: boolean;
  networks: string;
}

export function requestValues({ enabled, allowedNetworks }: ReceiverRequests): RequestValues {
  return { receiverRequests: enabled, networks: allowedNetworks.join(', ') };
}

export function readRequests({ receiverRequests, networks }: RequestValues): ReceiverRequests {
  const allowedNetworks = networks.split(/[\s,]+/).filter((network) => network !== '');
  return { enabled: receiverRequests, allowedNetworks };
}

interface Props {
  allowed: CheckboxProps;
  /** True if links open only from these networks. */
  forLinks: boolean;
  networks: TextInputProps;
}

/** The fields for what the receiver may request. */
export function RequestFields({ allowed, forLinks, networks }: Props) {
  return (
    <>
      <Checkbox
        label="The receiver may request fresh links and lists of its reports"
        description="Anyone with a leaked Signature could then also read reports. Needs a Signature of at least 32 characters."
        {...allowed}
      />
      {(allowed.checked === true || forLinks) && (
        <TextInput
          label="Networks of the receiver"
          description={`For example 203.0.113.0/24, 2001:db8::/32${forLinks ? '' : '; empty for any'}`}
          spellCheck={false}
          autoComplete="off"
          {...networks}
        />
      )}
    </>
  );
}
