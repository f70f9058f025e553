import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { AttemptDetails } from '../src/deliveries/AttemptDetails.tsx';
import { attempt, refused } from './Sample.ts';

function rendered(shown: ReturnType<typeof attempt>): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <AttemptDetails attempt={shown} />
    </MantineProvider>,
  );
}

test('a success without a stored body may have had one', () => {
  expect(rendered(attempt())).toContain(
    'Status 200. No body is stored: it was empty, or was not kept because the attempt succeeded.',
  );
});

test('an answer had no body if it says so, or if it is a failure', () => {
  expect(rendered(attempt({ statusCode: 204 }))).toContain('Status 204, no body.');
  const empty = [{ name: 'Content-Length', value: '0' }];
  expect(rendered(attempt({ answerHeaders: empty }))).toContain('Status 200, no body.');
  expect(rendered(refused(1))).toContain('Status 503, no body.');
});
