import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router';
import { ApiContext } from '../src/api/ApiContext.ts';
import { createApi } from '../src/api/client.ts';

/** Queries that send no requests: they show the data or the error that a test gives. */
export function givenQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, retryOnMount: false, staleTime: Infinity } },
  });
}

/** Returns the HTML of a part of a page after its first rendering. */
export function rendered(queries: QueryClient, content: ReactNode): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <ApiContext value={createApi(null as never)}>
        <QueryClientProvider client={queries}>
          <MemoryRouter>{content}</MemoryRouter>
        </QueryClientProvider>
      </ApiContext>
    </MantineProvider>,
  );
}
