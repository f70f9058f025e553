import { Group, Stack, Text } from '@mantine/core';
import type { Attempt, AttemptRequest } from '../api/shapes.ts';
import { RawText } from '../format/RawText.tsx';
import { CopyText } from '../forms/CopyText.tsx';
import { AttemptTimings } from './AttemptTimings.tsx';
import { curl } from './curl.ts';

/** The request, the timings and the response of an attempt. */
export function AttemptDetails({ attempt }: { attempt: Attempt }) {
  return (
    <Stack gap="md">
      <AttemptTimings
        timings={attempt.timings}
        durationMs={attempt.durationMs}
        address={attempt.address}
      />
      {attempt.request === null ? (
        <Text size="sm" c="dimmed">
          The request of this attempt is not stored.
        </Text>
      ) : (
        <Request request={attempt.request} />
      )}
      {attempt.answerHeaders.length > 0 && (
        <Part title="Response headers" copied={lines(attempt.answerHeaders)}>
          <RawText text={lines(attempt.answerHeaders)} label="Response headers" />
        </Part>
      )}
      <Part title="Response" copied={attempt.answer}>
        {attempt.answer === '' ? (
          <Text size="sm" c="dimmed">
            {withoutBody(attempt)}
          </Text>
        ) : (
          <RawText text={attempt.answer} label="Response" />
        )}
      </Part>
      {attempt.refusals !== null && (
        <Text size="sm">
          Then sent, for the receiver to refuse: a forged request,{' '}
          {answeredWords(attempt.refusals.forgedStatus)}; an old request,{' '}
          {answeredWords(attempt.refusals.oldStatus)}.
        </Text>
      )}
    </Stack>
  );
}

function answeredWords(status: number | null): string {
  return status === null ? 'no answer' : `answered ${status}`;
}

function Request({ request }: { request: AttemptRequest }) {
  return (
    <>
      <div>
        <CopyText text={curl(request)} of="request as cURL" named />
      </div>
      <Part title="Request headers" copied={lines(request.headers)}>
        <RawText
          text={[`${request.method} ${request.url}`, lines(request.headers)].join('\n')}
          label="Request headers"
        />
      </Part>
      <Part title="Request body" copied={request.body}>
        <RawText text={indented(request.body)} label="Request body" />
      </Part>
    </>
  );
}

interface PartProps {
  title: string;
  /** The text that the button copies; without text there is no button. */
  copied: string;
  children: React.ReactNode;
}

function Part({ title, copied, children }: PartProps) {
  return (
    <div>
      <Group gap="sm" mb={4}>
        <Text fw={600} size="sm">
          {title}
        </Text>
        {copied !== '' && <CopyText text={copied} of={title.toLowerCase()} />}
      </Group>
      {children}
    </div>
  );
}

/** Explains why there is no body. The attempt does not show whether the service keeps bodies of successes. */
function withoutBody({ statusCode, outcome, answerHeaders }: Attempt): string {
  if (statusCode === null) {
    return 'No response.';
  }
  const hadNone =
    statusCode === 204 ||
    answerHeaders.some(
      ({ name, value }) => name.toLowerCase() === 'content-length' && value === '0',
    );
  return outcome === 'DELIVERED' && !hadNone
    ? `Status ${statusCode}. No body is stored: it was empty, or was not kept because the attempt succeeded.`
    : `Status ${statusCode}, no body.`;
}

function lines(headers: { name: string; value: string }[]): string {
  return headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
}

/** Indents JSON; leaves other text as it is. */
function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
