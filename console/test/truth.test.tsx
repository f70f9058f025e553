import { expect, test } from 'vitest';
import { createApi } from '../src/api/client.ts';
import { answered } from '../src/api/answered.ts';
import { Problem } from '../src/api/problem.ts';
import type { Change, Statistics, WaitsFor, WebhookConfiguration } from '../src/api/shapes.ts';
import { ChangeDetails, ChangeTable } from '../src/changes/ChangeTable.tsx';
import { ConfigurationState } from '../src/configurations/ConfigurationState.tsx';
import { asksFirst, RotationQuestion } from '../src/configurations/rotation/RotationQuestion.tsx';
import { useConfigurationChoices } from '../src/configurations/useConfigurations.ts';
import { GivesUp } from '../src/deliveries/Waiting.tsx';
import { matching, noChoiceWords } from '../src/forms/ChoiceSelect.tsx';
import { Figures, OutcomeList } from '../src/overview/Figures.tsx';
import { FirstSteps } from '../src/overview/FirstSteps.tsx';
import { figuresOf } from '../src/overview/useStatistics.ts';
import { faultOf } from '../src/tasks/faultOf.ts';
import { givenQueries, rendered } from './rendered.tsx';
import { delivery } from './Sample.ts';

const LONG = `https://receiver.example/${'path/'.repeat(40)}new`;

const CHANGE: Change = {
  id: 'chg_0c9d1a52f3b84e61a7c05d2e9f184b36',
  at: '2026-03-05T03:12:43.900Z',
  issuer: 'https://issuer.example',
  subject: 'operator-1',
  clientId: 'console',
  address: '203.0.113.7',
  forwardedFor: '',
  requestId: 'request-1',
  operation: 'REPLACE_CONFIGURATION',
  about: null,
  before: { url: 'https://receiver.example/old' },
  after: { url: LONG },
  status: 200,
};

test('a change is one line, and a button shows its details', () => {
  const table = rendered(givenQueries(), <ChangeTable changes={[CHANGE]} />);
  expect(table).toContain('aria-label="Details of Changed the configuration"');
  expect(table).toContain('data-one-line');
  const details = rendered(givenQueries(), <ChangeDetails change={CHANGE} />);
  for (const text of ['old', LONG, 'operator-1', 'console', '203.0.113.7', 'request-1']) {
    expect(details).toContain(text);
  }
});

test('the configuration of a task is shown by its name', () => {
  const [from, to] = [`cfg_${'a'.repeat(32)}`, `cfg_${'b'.repeat(32)}`];
  const queries = givenQueries();
  queries.setQueryData(['configurations', 'choices', ''], {
    items: [
      { id: from, name: 'Billing' },
      { id: to, name: 'Elsewhere' },
    ],
    nextCursor: null,
  });
  const change = {
    ...CHANGE,
    before: { webhookConfigurationId: from },
    after: { webhookConfigurationId: to },
  };
  const table = rendered(queries, <ChangeTable changes={[change]} />);
  expect(table).toContain('Webhook configuration:');
  expect(table).toContain('>Billing</a>');
  expect(table).toContain('>Elsewhere</a>');
});

test('first steps are not shown while the tasks cannot be read', async () => {
  const queries = givenQueries();
  await expect(
    queries.query({
      queryKey: ['tasks', 'choices', ''],
      queryFn: () => Promise.reject(new Problem(503, 'Later.')),
    }),
  ).rejects.toThrow('Later.');
  const shown = rendered(queries, <FirstSteps />);
  expect(shown).toContain('Later.');
  expect(shown).not.toContain('Set up your first webhook');
});

test('a field without choices says why', () => {
  expect(noChoiceWords(true, null)).toBe('Loading…');
  expect(noChoiceWords(false, new Problem(503, 'Later.'))).toBe("Can't load the choices: Later.");
  expect(noChoiceWords(false, null)).toBe('Nothing found');
});

test('the hint of more choices stays while the user types', () => {
  const more = { value: 'more', label: 'Type to find others', disabled: true };
  const entries = [{ value: '1', label: 'Calls (1)' }, { value: '2', label: 'Texts (2)' }, more];
  expect(matching(entries, ' CALLS').map(({ value }) => value)).toEqual(['1', 'more']);
});

test('a found choice keeps its label until it is loaded', () => {
  const queries = givenQueries();
  queries.setQueryData(['configurations', 'choices', ''], { items: [], nextCursor: null });
  queries.setQueryData(['configurations', 'choices', 'bill'], {
    items: [{ id: 'cfg_1', name: 'Billing', enabled: true }],
    nextCursor: null,
  });
  function Labels({ chosen }: { chosen: string }) {
    return useConfigurationChoices(chosen)
      .entries.map(({ label }) => label)
      .join();
  }
  expect(rendered(queries, <Labels chosen="cfg_1" />)).toContain('Billing');
  expect(rendered(queries, <Labels chosen="cfg_2" />)).toContain('cfg_2');
});

test('a disabled configuration has no last attempt to come', () => {
  const cause = (cause: WaitsFor['cause']) =>
    rendered(
      givenQueries(),
      <GivesUp
        delivery={delivery({
          status: 'PENDING',
          givesUpAt: '2026-12-04T19:00:00.000Z',
          waitsFor: { cause, reason: '', failingSince: null, nextProbeAt: null },
        })}
      />,
    );
  expect(cause('SCHEDULE')).toContain('If no attempt succeeds');
  expect(cause('ENABLING')).not.toContain('If no attempt succeeds');
});

test('a rotation at once is asked about, whatever its overlap', () => {
  expect(asksFirst({ when: 'now', nextSignature: null })).toBe(true);
  expect(asksFirst({ when: 'later', nextSignature: null })).toBe(false);
  const question = (overlapDays: string) =>
    rendered(
      givenQueries(),
      <RotationQuestion when="now" overlapDays={overlapDays} nextSignature={null} />,
    );
  expect(question('7')).toContain('X-CDR-Signature switches immediately');
  expect(question('0')).toContain('The old Signature stops signing requests immediately');
});

test('only a receiver that is known to work is green', () => {
  const state = (configuration: Partial<WebhookConfiguration>) =>
    rendered(
      givenQueries(),
      <ConfigurationState
        configuration={{
          enabled: true,
          failingSince: null,
          createdAt: '2026-02-01T10:00:00.000Z',
          ...configuration,
        }}
      />,
    );
  const health = {
    successRate: 0.9,
    attempts: 40,
    since: '2026-03-01T00:00:00.000Z',
    lastFailureAt: null,
    lastFailureReason: null,
  };
  expect(state({ health })).toContain('teal');
  const lane = { state: 'FAILING', failingSince: null, nextProbeAt: null } as const;
  expect(state({ health, lane })).toContain('Failing');
  expect(state({})).not.toContain('teal');
});

test('figures of another receiver are not kept', () => {
  const earlier = { queryKey: ['statistics', 'day', 'cfg_1'] };
  expect(figuresOf('cfg_1')('figures', earlier)).toBe('figures');
  expect(figuresOf('cfg_2')('figures', earlier)).toBeUndefined();
  expect(figuresOf(null)('figures', earlier)).toBeUndefined();
});

test('figures link to lists that show exactly them', () => {
  const outcomes = {
    recorded: 9,
    delivered: 4,
    retrying: 1,
    waiting: 0,
    held: 2,
    failed: 1,
    unrouted: 1,
  };
  const list = (waiting: number) =>
    rendered(
      givenQueries(),
      <OutcomeList outcomes={{ ...outcomes, waiting }} linkTo={(status) => `/of/${status}`} />,
    );
  for (const status of ['DELIVERED', 'PENDING', 'HELD', 'FAILED', 'UNROUTED']) {
    expect(list(0)).toContain(`href="/of/${status}"`);
  }
  expect(list(3)).not.toContain('PENDING');
});

test('overdue work is not a figure of one configuration', () => {
  const statistics = {
    totals: {
      deliveries: 0,
      attemptsDelivered: 0,
      attemptsFailed: 0,
      linksFollowed: 0,
      attemptMs: { p50: null, p95: null },
      outcomes: null,
    },
    buckets: [],
    overdue: { count: 7, oldestDueAt: null },
  } as unknown as Statistics;
  const figures = (configurationId: string | null) =>
    rendered(givenQueries(), <Figures statistics={statistics} configurationId={configurationId} />);
  expect(figures(null)).toContain('Overdue');
  expect(figures('cfg_1')).not.toContain('Overdue');
});

test('an empty Task ID is required', () => {
  const values = {
    taskId: '',
    taskName: 'Calls',
    webhook: false,
    webhookConfigurationId: null,
    numbersReports: false,
    expectedEvery: '',
    graceMinutes: '',
  };
  expect(faultOf(values)?.errorOf('taskId')).toBe('Is required');
  expect(faultOf({ ...values, taskId: '0' })?.errorOf('taskId')).toMatch(/^Must be a whole number/);
});

test('a request without an answer says that it may have been done', async () => {
  const api = createApi({ token: null } as never);
  const fetch = () => Promise.reject(new TypeError('no network'));
  const options = { baseUrl: 'http://console.invalid', fetch };
  await expect(answered(api.GET('/me', options))).rejects.toThrow(
    "Can't reach the API. Is the system running?",
  );
  await expect(
    answered(api.POST('/redeliveries', { ...options, body: { deliveryIds: [] } } as never)),
  ).rejects.toThrow('Your request may have succeeded. Check before you retry.');
});
