import { Alert, Group, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { RawText } from '../../format/RawText.tsx';
import { CopyText } from '../../forms/CopyText.tsx';
import { isHidden, type SampleRequest } from './sample.ts';
import { webhookSignature, xCdrSignature } from './signatures.ts';

/** Computes both signatures over a body, and compares one with the signature that a receiver got. */
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
          ? 'The body of the last request, with its token hidden. To compare signatures, paste the body that your receiver got.'
          : 'No request has been sent yet. This example looks like a real request.'}
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
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the Signature', tabIndex: 0 }}
        />
        <TextInput
          label="Received X-CDR-Signature"
          flex={1}
          miw={240}
          description="Optional, to compare"
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
        The receiver got different bytes. Paste the body as it arrived there, with the token in its
        callbackURL.
      </Alert>
    );
  }
  return equal ? (
    <Alert color="teal" title="The signatures match">
      The receiver got this body, signed with this Signature.
    </Alert>
  ) : (
    <Alert color="red" title="The signatures differ">
      The Signature is different, or the body is not exactly the one that was sent. Use the body as
      it arrived, before a parser or an editor changes it.
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

/** Computes both signatures when there is a Signature. */
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
