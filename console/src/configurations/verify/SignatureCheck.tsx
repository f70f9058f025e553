import { Alert, Group, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { RawText } from '../../format/RawText.tsx';
import { CopyText } from '../../forms/CopyText.tsx';
import { isHidden, type SampleRequest } from './sample.ts';
import { webhookSignature, xCdrSignature } from './signatures.ts';

/** Computes both signatures over a body, and holds one against what a receiver got. */
export function SignatureCheck({ sample }: { sample: SampleRequest }) {
  const [signature, setSignature] = useState('');
  const [body, setBody] = useState(sample.body);
  const [received, setReceived] = useState('');
  const { x, webhook } = useSignatures(signature, {
    id: sample.id,
    timestamp: sample.timestamp,
    body,
  });
  return (
    <Stack gap="md">
      <Text size="sm">
        {sample.sent
          ? 'The body of the last request, its token hidden. Paste the body that your receiver got to compare exactly.'
          : 'Nothing was sent yet, so this is a made-up request in exactly the form of a real one.'}
      </Text>
      <Textarea
        label="Body"
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        spellCheck={false}
        rows={5}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group gap="sm" align="flex-start">
        <PasswordInput
          label="Signature"
          flex={1}
          miw={240}
          description="Stays in this browser"
          autoComplete="off"
          value={signature}
          onChange={(event) => setSignature(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide it', tabIndex: 0 }}
        />
        <TextInput
          label="X-CDR-Signature that was received"
          flex={1}
          miw={240}
          description="To compare; may be left empty"
          spellCheck={false}
          value={received}
          onChange={(event) => setReceived(event.currentTarget.value)}
        />
      </Group>
      {x !== '' && (
        <>
          <Computed name="X-CDR-Signature" value={x} />
          <Computed
            name="webhook-signature"
            value={webhook}
            note={`webhook-id ${sample.id}, webhook-timestamp ${sample.timestamp}`}
          />
        </>
      )}
      <div role="status">
        {x !== '' && received !== '' && (
          <Comparison hidden={isHidden(body)} equal={received.trim() === x} />
        )}
      </div>
    </Stack>
  );
}

function Comparison({ hidden, equal }: { hidden: boolean; equal: boolean }) {
  if (hidden) {
    return (
      <Alert color="yellow" title="Not compared: the token in the body is hidden">
        The receiver got other bytes than these. Paste the body as it came there, with the token in
        its callbackURL.
      </Alert>
    );
  }
  return equal ? (
    <Alert color="teal" title="They are equal">
      The receiver got this body, signed with this Signature.
    </Alert>
  ) : (
    <Alert color="red" title="They differ">
      Another Signature, or not the bytes that were sent: compare the body before any parser or
      editor touches it.
    </Alert>
  );
}

function Computed({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <CopyText text={value} of={name} />
      </Group>
      <RawText text={value} label={name} />
      {note !== undefined && (
        <Text size="sm" c="dimmed" mt={4}>
          {note}
        </Text>
      )}
    </div>
  );
}

/** Both signatures, as soon as there is a Signature to sign with. */
function useSignatures(
  signature: string,
  message: { id: string; timestamp: string; body: string },
) {
  const { id, timestamp, body } = message;
  const [signatures, setSignatures] = useState({ x: '', webhook: '' });
  useEffect(() => {
    let current = true;
    const compute = async () => {
      const computed =
        signature === ''
          ? { x: '', webhook: '' }
          : {
              x: await xCdrSignature(signature, body),
              webhook: await webhookSignature(signature, { id, timestamp, body }),
            };
      if (current) {
        setSignatures(computed);
      }
    };
    void compute();
    return () => {
      current = false;
    };
  }, [signature, id, timestamp, body]);
  return signatures;
}
