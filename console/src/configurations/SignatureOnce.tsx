import { Alert, Group, Stack, Text } from '@mantine/core';
import { RawText } from '../format/RawText.tsx';
import { CopyText } from '../forms/CopyText.tsx';

/** Shows the new Signature, once, to copy it for the receiver. */
export function SignatureOnce({ signature }: { signature: string }) {
  return (
    <Alert color="yellow" title="Copy the Signature now" role="status">
      <Stack gap="sm">
        <Text size="sm">
          The receiver needs it to verify requests. The system stores it encrypted, and neither this
          page nor the API shows it again.
        </Text>
        <RawText text={signature} label="Signature" />
        <Group>
          <CopyText text={signature} of="Signature" named />
        </Group>
      </Stack>
    </Alert>
  );
}
