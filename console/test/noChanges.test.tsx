import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import { ApiContext } from '../src/api/ApiContext.ts';
import { createApi } from '../src/api/client.ts';
import { NoChanges } from '../src/changes/NoChanges.tsx';
import { delivery } from './Sample.ts';

test('an empty list of a delivery links to its configuration', () => {
  const queries = new QueryClient();
  queries.setQueryData(['deliveries', 'one', 'dlv_1'], delivery({ configurationId: 'cfg_1' }));
  const shown = renderToStaticMarkup(
    <MantineProvider>
      <MemoryRouter>
        <ApiContext value={createApi(null as never)}>
          <QueryClientProvider client={queries}>
            <NoChanges about="delivery:dlv_1" />
          </QueryClientProvider>
        </ApiContext>
      </MemoryRouter>
    </MantineProvider>,
  );
  expect(shown).toContain('is listed under its configuration and not under each report');
  expect(shown).toContain('href="/changes?about=configuration:cfg_1"');
  expect(shown).not.toContain('Every change');
});
