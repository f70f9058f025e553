import { expect, test } from 'vitest';
import { redeliveries } from '../src/deliveries/resend/redeliveries.ts';
import { delivery } from './Sample.ts';

const CHOSEN = [
  delivery({ id: 'dlv_1', status: 'FAILED' }),
  delivery({ id: 'dlv_2', status: 'HELD' }),
  delivery({ id: 'dlv_3', status: 'FAILED' }),
];
const ids = ['dlv_1', 'dlv_2', 'dlv_3'];

test('chosen rows are resent only while they have one of the statuses that the user saw', () => {
  expect(redeliveries(CHOSEN, null)).toEqual({ ids, statuses: ['FAILED', 'HELD'] });
});

test('all that match are resent only while their status matches', () => {
  expect(redeliveries(CHOSEN, { status: 'FAILED' })).toEqual({ ids, statuses: ['FAILED'] });
  expect(redeliveries(CHOSEN, { taskId: 42 })).toEqual({ ids });
});
