import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ApiContext } from '../src/api/ApiContext.ts';
import { createApi } from '../src/api/client.ts';
import type { WebhookConfiguration } from '../src/api/shapes.ts';
import { CancelRotation } from '../src/configurations/rotation/CancelRotation.tsx';
import { SendWaiting } from '../src/configurations/waiting/WaitingReports.tsx';

function rendered(mayWrite: boolean, content: ReactNode): string {
  const queries = new QueryClient();
  queries.setQueryData(['me'], {
    mayWrite,
    readOnlyReason: mayWrite ? null : 'You are no writer.',
  });
  return renderToStaticMarkup(
    <MantineProvider>
      <ApiContext value={createApi(null as never)}>
        <QueryClientProvider client={queries}>{content}</QueryClientProvider>
      </ApiContext>
    </MantineProvider>,
  );
}

const BUTTONS: [string, ReactNode][] = [
  [
    'Retry now',
    <SendWaiting
      waiting={{
        count: undefined,
        progress: null,
        running: false,
        error: null,
        send: () => undefined,
        close: () => undefined,
      }}
    />,
  ],
  [
    'Cancel rotation',
    <CancelRotation
      found={{ value: { id: 'cfg_0', nextSignature: null } as WebhookConfiguration, etag: '' }}
    />,
  ],
];

test.each(BUTTONS)('a user who may only read cannot press "%s"', (words, button) => {
  const refused = rendered(false, button);
  expect(refused).toMatch(/<button[^>]* disabled=""/);
  expect(refused).toContain('title="Your sign-in may only read. You are no writer."');
  const live = rendered(true, button);
  expect(live).toContain(words);
  expect(live).not.toContain('disabled=""');
});
