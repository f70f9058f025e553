import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import type { WebhookConfiguration } from '../src/api/shapes.ts';
import { CancelRotation } from '../src/configurations/rotation/CancelRotation.tsx';
import { SendWaiting } from '../src/configurations/waiting/WaitingReports.tsx';
import { givenQueries, rendered } from './rendered.tsx';

function shown(mayWrite: boolean, content: ReactNode): string {
  const queries = givenQueries();
  queries.setQueryData(['me'], {
    mayWrite,
    readOnlyReason: mayWrite ? null : 'You are no writer.',
  });
  return rendered(queries, content);
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
        failingSince: null,
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
  const refused = shown(false, button);
  expect(refused).toMatch(/<button[^>]* disabled=""/);
  expect(refused).toContain('title="You have read-only access. You are no writer."');
  const live = shown(true, button);
  expect(live).toContain(words);
  expect(live).not.toContain('disabled=""');
});
