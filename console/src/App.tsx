import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { ApiContext } from './api/ApiContext.ts';
import { createApi } from './api/client.ts';
import { isPassing, Problem } from './api/problem.ts';
import { ConfigurationPage } from './configurations/ConfigurationPage.tsx';
import { ConfigurationsPage } from './configurations/ConfigurationsPage.tsx';
import { DeliveriesPage } from './deliveries/DeliveriesPage.tsx';
import { DeliveryPage } from './deliveries/DeliveryPage.tsx';
import { useZone } from './format/useZone.ts';
import { Layout } from './layout/Layout.tsx';
import { Loading } from './layout/Loading.tsx';
import { News } from './layout/News.tsx';
import { NotFoundPage } from './layout/NotFoundPage.tsx';
import { OverviewPage } from './overview/OverviewPage.tsx';
import type { IssuerSignIn } from './session/IssuerSignIn.ts';
import type { Session } from './session/Session.ts';
import { IssuerContext, SessionContext } from './session/SessionContext.ts';
import { SessionGate } from './session/SessionGate.tsx';
import { EditTaskPage } from './tasks/EditTaskPage.tsx';
import { NewTaskPage } from './tasks/NewTaskPage.tsx';
import { TasksPage } from './tasks/TasksPage.tsx';
import { theme } from './theme/theme.ts';

const ChangesPage = lazy(() =>
  import('./changes/ChangesPage.tsx').then(({ ChangesPage: page }) => ({ default: page })),
);

interface Props {
  session: Session;
  issuer: IssuerSignIn;
}

export function App({ session, issuer }: Props) {
  const [queries] = useState(createQueries);
  const [api] = useState(() => createApi(session));
  return (
    // CSS variables and classes are in static files, because the CSP forbids <style> elements.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <News />
      <SessionContext value={session}>
        <IssuerContext value={issuer}>
          <ApiContext value={api}>
            <QueryClientProvider client={queries}>
              <BrowserRouter basename="/console">
                <SessionGate>
                  <Pages />
                </SessionGate>
              </BrowserRouter>
            </QueryClientProvider>
          </ApiContext>
        </IssuerContext>
      </SessionContext>
    </MantineProvider>
  );
}

function ChangesOnDemand() {
  return (
    <Suspense fallback={<Loading />}>
      <ChangesPage />
    </Suspense>
  );
}

/** All pages. They are rendered again when the user chooses another zone, because they show times. */
function Pages() {
  useZone();
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route index element={<OverviewPage />} />
        <Route path="tasks" element={<TasksPage />} />
        <Route path="tasks/new" element={<NewTaskPage />} />
        <Route path="tasks/:taskId" element={<EditTaskPage />} />
        <Route path="configurations" element={<ConfigurationsPage />} />
        <Route path="configurations/:id" element={<ConfigurationPage />} />
        <Route path="deliveries" element={<DeliveriesPage />} />
        <Route path="deliveries/:id" element={<DeliveryPage />} />
        <Route path="changes" element={<ChangesOnDemand />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

/**
 * Retries failed connections, 429 and 5xx, but no other errors. Without a network, requests fail instead of
 * waiting silently. After a refused replacement (412), every view is read again.
 */
function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      onError: (fault) => {
        if (fault instanceof Problem && fault.status === 412) {
          void queries.invalidateQueries();
        }
      },
    }),
    defaultOptions: {
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        retry: (failures, fault) => failures < 3 && isPassing(fault),
      },
    },
  });
  return queries;
}
