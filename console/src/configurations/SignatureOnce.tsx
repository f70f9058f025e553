import { Alert, Group, Stack, Text } from '@mantine/core';
import { RawText } from '../format/RawText.tsx';
import { CopyText } from '../forms/CopyText.tsx';

/** The Signature for the receiver, once: it is shown nowhere again. */
export function SignatureOnce({ signature }: { signature: string }) {
  return (
    <Alert color="yellow" title="Copy the Signature now" role="status">
      <Stack gap="sm">
        <Text size="sm">
          The receiver verifies requests with it. It is kept encrypted, and neither this page nor
          the API shows it again.
        </Text>
        <RawText text={signature} label="Signature" />
        <Group>
          <CopyText text={signature} of="Signature" named />
        </Group>
      </Stack>
    </Alert>
  );
}
