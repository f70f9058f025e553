import { Stack, Text } from '@mantine/core';
import type { Attempt, AttemptRequest } from '../api/shapes.ts';
import { RawText } from '../format/RawText.tsx';
import { AttemptTimings } from './AttemptTimings.tsx';

/** What was sent, how long it took, and what the receiver answered. */
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
          The request of this attempt was not kept.
        </Text>
      ) : (
        <Request request={attempt.request} />
      )}
      <Part title="Answer of the receiver">
        {attempt.answer === '' ? (
          <Text size="sm" c="dimmed">
            {attempt.statusCode === null
              ? 'There was none.'
              : `Status ${attempt.statusCode}, without a body.`}
          </Text>
        ) : (
          <RawText text={attempt.answer} label="Answer of the receiver" />
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

/** JSON for the eye; what is none stays as it is. */
function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
