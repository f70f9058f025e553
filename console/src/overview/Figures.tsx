import { Anchor, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Statistics } from '../api/shapes.ts';
import { count, counted, duration, percent } from '../format/amount.ts';
import { Ago } from '../format/Time.tsx';
import { failedIn } from './failedIn.ts';
import classes from './Overview.module.css';
import { notYet, share } from './series.ts';

interface Props {
  statistics: Statistics;
  /** The configuration that they are about; null for all. */
  configurationId: string | null;
}

/** The totals of the period. */
export function Figures({ statistics: { from, totals, overdue }, configurationId }: Props) {
  const success = share(totals.delivered, totals.delivered + totals.failed);
  const { p50, p95 } = totals.attemptMs;
  return (
    <section className={classes.figures} aria-label="Figures">
      <Figure name="Deliveries" value={count(totals.deliveries)}>
        {count(totals.delivered)} delivered,{' '}
        <FailedLink failed={totals.failed} to={failedIn(from, configurationId)} />
      </Figure>
      <Figure name="Success rate" value={success === null ? '–' : percent(success / 100)}>
        {counted(totals.attemptsFailed, 'failed attempt', 'failed attempts')} of{' '}
        {count(totals.attemptsFailed + totals.attemptsDelivered)}
      </Figure>
      <Figure name="Attempt latency" value={p50 === null ? '–' : duration(p50)}>
        {p95 === null ? 'No attempts' : `Median; 95 % within ${duration(p95)}`}
      </Figure>
      <Figure name="Links followed" value={count(totals.linksFollowed)}>
        {count(notYet(totals.delivered, totals.linksFollowed))} not followed yet
      </Figure>
      <Figure name="Overdue" value={overdue.count >= 100 ? '100+' : count(overdue.count)}>
        {overdue.oldestDueAt === null ? (
          'All work is on time'
        ) : (
          <>
            The oldest was due <Ago at={overdue.oldestDueAt} />
          </>
        )}
      </Figure>
    </section>
  );
}

function FailedLink({ failed, to }: { failed: number; to: string }) {
  return failed === 0 ? (
    <>0 failed</>
  ) : (
    <Anchor component={Link} to={to} inherit underline="always">
      {count(failed)} failed
    </Anchor>
  );
}

function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <Paper px="md" py="sm" className={classes.figure}>
      <Text size="sm" c="dimmed" component="h2" fw={500}>
        {name}
      </Text>
      <div className={classes.value}>{value}</div>
      <Text size="sm" c="dimmed" component="div">
        {children}
      </Text>
    </Paper>
  );
}
