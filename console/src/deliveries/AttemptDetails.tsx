import { Stack, Text } from '@mantine/core';
import type { Attempt, AttemptRequest } from '../api/shapes.ts';
import { RawText } from '../format/RawText.tsx';
import { AttemptTimings } from './AttemptTimings.tsx';

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
      <Part title="Response">
        {attempt.answer === '' ? (
          <Text size="sm" c="dimmed">
            {attempt.statusCode === null
              ? 'No response.'
              : `Status ${attempt.statusCode}, no body.`}
          </Text>
        ) : (
          <RawText text={attempt.answer} label="Response" />
        )}
      </Part>
    </Stack>
  );
}

function Request({ request }: { request: AttemptRequest }) {
  const headers = request.headers.map(({ name, value }) => `${name}: ${value}`);
  return (
    <>
      <Part title="Request headers">
        <RawText
          text={[`${request.method} ${request.url}`, ...headers].join('\n')}
          label="Request headers"
        />
      </Part>
      <Part title="Request body">
        <RawText text={indented(request.body)} label="Request body" />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <Text fw={600} size="sm" mb={4}>
        {title}
      </Text>
      {children}
    </div>
  );
}

/** Indents JSON; leaves other text as it is. */
function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
