import { Button } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../layout/Section.tsx';
import { ChartTable } from './ChartTable.tsx';
import classes from './Overview.module.css';
import type { ChartModel } from './series.ts';
import { TimeChart } from './TimeChart.tsx';

/** Shows a chart, or the same figures as a table. */
export default function ChartSection({
  model,
  wide = false,
}: {
  model: ChartModel;
  wide?: boolean;
}) {
  const [table, setTable] = useState(false);
  return (
    <div className={wide ? classes.wide : undefined}>
      <Section
        title={model.title}
        hint={model.daily ? 'Days in UTC' : undefined}
        actions={
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`${table ? 'Show chart' : 'Show table'}: ${model.title}`}
            onClick={() => setTable(!table)}
          >
            {table ? 'Show chart' : 'Show table'}
          </Button>
        }
      >
        {table ? <ChartTable model={model} /> : <TimeChart model={model} />}
      </Section>
    </div>
  );
}
