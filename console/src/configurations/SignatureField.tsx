import { Button, Group, PasswordInput, Stack, type PasswordInputProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { KeyRound } from 'lucide-react';
import { CopyText } from '../forms/CopyText.tsx';
import { generateSignature } from './generateSignature.ts';

interface Props extends Pick<
  PasswordInputProps,
  'error' | 'label' | 'description' | 'onBlur' | 'onFocus'
> {
  value: string;
  onChange: (value: string) => void;
  'data-path'?: string;
}

/** The field for a Signature, which the browser can generate. */
export function SignatureField({
  value,
  onChange,
  error,
  label = 'Signature',
  description = 'The secret that signs the requests: 16 to 256 characters, at least 8 of them different',
  ...others
}: Props) {
  const [visible, visibility] = useDisclosure(false);
  const generate = () => {
    onChange(generateSignature());
    visibility.open();
  };
  return (
    <Stack gap="xs">
      <PasswordInput
        label={label}
        description={description}
        required
        autoComplete="off"
        spellCheck={false}
        visible={visible}
        onVisibilityChange={visibility.toggle}
        visibilityToggleButtonProps={{
          'aria-label': visible ? 'Hide the Signature' : 'Show the Signature',
          tabIndex: 0,
        }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={error === undefined || error === null ? undefined : true}
        error={error}
        {...others}
      />
      <Group gap="xs">
        <Button
          variant="light"
          size="compact-sm"
          leftSection={<KeyRound size={15} aria-hidden />}
          onClick={generate}
        >
          Generate
        </Button>
        <CopyText text={value} of="Signature" />
      </Group>
    </Stack>
  );
}
