import { expect, test } from 'vitest';
import type { Recovery } from '../src/api/shapes.ts';
import { RecoveryProgress } from '../src/configurations/recovery/RecoveryProgress.tsx';
import { RunningRecoveries } from '../src/configurations/recovery/RunningRecoveries.tsx';
import { givenQueries, rendered } from './rendered.tsx';

const RUNNING: Recovery = {
  id: 'job_1',
  configurationId: 'cfg_1',
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-02T00:00:00.000Z',
  createdAt: '2026-03-02T08:00:00.000Z',
  status: 'RUNNING',
  seen: 200,
  recovered: 12,
};

test('a list of running recoveries that is not complete says so', () => {
  const list = (complete: boolean) => {
    const queries = givenQueries();
    queries.setQueryData(['recoveries', 'running', 'cfg_1'], { items: [RUNNING], complete });
    return rendered(
      queries,
      <RunningRecoveries configurationId="cfg_1" onShow={() => undefined} />,
    );
  };
  expect(list(true)).not.toContain('More recoveries may be running');
  expect(list(false)).toContain('More recoveries may be running');
});

test('a recovery that has ended cannot be stopped', () => {
  const progress = (status: Recovery['status']) => {
    const queries = givenQueries();
    queries.setQueryData(['recoveries', 'job_1'], { ...RUNNING, status });
    return rendered(
      queries,
      <RecoveryProgress id="job_1" expected={null} onDone={() => undefined} focused={false} />,
    );
  };
  expect(progress('RUNNING')).toContain('>Stop resending<');
  expect(progress('STOPPED')).not.toContain('>Stop resending<');
  expect(progress('STOPPED')).toContain('Resend another time range');
});
