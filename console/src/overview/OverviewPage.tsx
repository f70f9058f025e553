import { Group, SegmentedControl, Stack } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Statistics } from '../api/shapes.ts';
import { useConfigurationChoices } from '../configurations/useConfigurations.ts';
import { ChoiceSelect } from '../forms/ChoiceSelect.tsx';
import { Fetched } from '../layout/Fetched.tsx';
import { Loading } from '../layout/Loading.tsx';
import { Page } from '../layout/Page.tsx';
import { ExportSample } from '../samples/ExportSample.tsx';
import { Figures } from './Figures.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import classes from './Overview.module.css';
import { NeedsAttention } from './NeedsAttention.tsx';
import { deliveriesChart, latencyChart, linksChart } from './series.ts';
import { useAttention } from './useAttention.ts';
import { useStatistics, type Period } from './useStatistics.ts';

const ChartSection = lazy(() => import('./ChartSection.tsx'));

const PERIODS: { value: Period; label: string }[] = [
  { value: 'day', label: '24 hours' },
  { value: 'week', label: '7 days' },
  { value: 'month', label: '30 days' },
];

/** The receivers that need attention, and how deliveries are doing, as figures and over time. */
export function OverviewPage() {
  const [query, setQuery] = useSearchParams();
  const period = PERIODS.find(({ value }) => value === query.get('period'))?.value ?? 'day';
  const configurationId = query.get('configuration');
  const configurations = useConfigurationChoices(configurationId);
  const statistics = useStatistics(period, configurationId);
  const attention = useAttention();
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(query);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setQuery(next, { replace: true });
  };
  return (
    <Page
      title="Overview"
      subtitle="Receivers that need attention, deliveries and latency."
      actions={<ExportSample />}
    >
      <NeedsAttention attention={attention} />
      <Group gap="sm" align="flex-end">
        <SegmentedControl
          aria-label="Period"
          data={PERIODS}
          value={period}
          onChange={(value) => set('period', value)}
        />
        <ChoiceSelect
          aria-label="Configuration"
          placeholder="All configurations"
          clearable
          clearButtonProps={{ 'aria-label': 'Clear configuration' }}
          choices={configurations}
          value={configurationId}
          onChange={(value) => set('configuration', value)}
        />
      </Group>
      <Fetched query={statistics}>
        {(data) => <Charts statistics={data} configurationId={configurationId} />}
      </Fetched>
    </Page>
  );
}

function Charts({
  statistics,
  configurationId,
}: {
  statistics: Statistics;
  configurationId: string | null;
}) {
  const { deliveries, attemptsDelivered, attemptsFailed } = statistics.totals;
  const quiet = deliveries + attemptsDelivered + attemptsFailed === 0;
  const charts = useMemo(
    () => ({
      deliveries: deliveriesChart(statistics),
      latency: latencyChart(statistics),
      links: linksChart(statistics),
    }),
    [statistics],
  );
  return (
    <Stack gap="md">
      <Figures statistics={statistics} configurationId={configurationId} />
      {quiet ? (
        <FirstSteps />
      ) : (
        <Suspense fallback={<Loading what="Loading the charts" />}>
          <div className={classes.charts}>
            <ChartSection model={charts.deliveries} wide />
            <ChartSection model={charts.latency} />
            <ChartSection model={charts.links} />
          </div>
        </Suspense>
      )}
    </Stack>
  );
}
