import { Anchor, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { DeliveryStatus, Statistics } from '../api/shapes.ts';
import { count, counted, duration, percent } from '../format/amount.ts';
import { Ago } from '../format/Time.tsx';
import { deliveriesIn, statusOf } from './deliveriesIn.ts';
import { deliveredIn, OUTCOMES, outcomesOf, type Outcomes } from './outcomes.ts';
import classes from './Overview.module.css';
import { notYet, share } from './series.ts';

interface Props {
  statistics: Statistics;
  /** The configuration that they are about; null for all. */
  configurationId: string | null;
}

/** The totals of the period. */
export function Figures({ statistics, configurationId }: Props) {
  const { totals, overdue } = statistics;
  const attempts = totals.attemptsDelivered + totals.attemptsFailed;
  const success = share(totals.attemptsDelivered, attempts);
  const { outcomes, uncounted } = outcomesOf(statistics);
  const { p50, p95 } = totals.attemptMs;
  return (
    <section className={classes.figures} aria-label="Figures">
      <Figure name="Attempt success" value={success === null ? '–' : percent(success / 100)}>
        {counted(totals.attemptsFailed, 'failed attempt', 'failed attempts')} of {count(attempts)}
      </Figure>
      <Figure name="Deliveries" value={count(outcomes.recorded + uncounted)}>
        <OutcomeList
          outcomes={outcomes}
          linkTo={(status) => deliveriesIn(statistics, configurationId, status)}
        />
        {uncounted > 0 && <div>{count(uncounted)} recorded before outcomes were counted</div>}
      </Figure>
      <Figure name="Attempt latency" value={p50 === null ? '–' : duration(p50)}>
        {p95 === null ? 'No attempts' : `Median; 95 % within ${duration(p95)}`}
      </Figure>
      <Figure name="Links followed" value={count(totals.linksFollowed)}>
        {count(notYet(deliveredIn(statistics), totals.linksFollowed))} not followed yet
      </Figure>
      {/* It is about the whole deployment. */}
      {configurationId === null && (
        <Figure name="Overdue" value={overdue.count >= 100 ? '100+' : count(overdue.count)}>
          {overdue.oldestDueAt === null ? (
            'No overdue work'
          ) : (
            <>
              The oldest was due <Ago at={overdue.oldestDueAt} />
            </>
          )}
        </Figure>
      )}
    </section>
  );
}

interface OutcomeListProps {
  outcomes: Outcomes;
  linkTo: (status: DeliveryStatus) => string;
}

/** Says how the deliveries stand: those delivered, and each other state that has any. They add up to all. */
export function OutcomeList({ outcomes, linkTo }: OutcomeListProps) {
  const shown = OUTCOMES.filter(({ state }) => state === 'delivered' || outcomes[state] > 0);
  return shown.map(({ state, words }, index) => {
    const status = statusOf(state, outcomes);
    const text = `${count(outcomes[state])} ${words}`;
    return (
      <span key={state}>
        {index > 0 && ', '}
        {status === null || outcomes[state] === 0 ? (
          text
        ) : (
          <Anchor component={Link} to={linkTo(status)} inherit underline="always">
            {text}
          </Anchor>
        )}
      </span>
    );
  });
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
