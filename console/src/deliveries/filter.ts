import { taskIdOf, type DeliveryStatus } from '../api/shapes.ts';

/** The filters of the list of deliveries, all optional. */
export interface DeliveryFilter {
  taskId?: number;
  configurationId?: string;
  status?: DeliveryStatus;
  /** Only tests of configurations, or none of them. */
  test?: 'true' | 'false';
  from?: string;
  to?: string;
}

export const STATUSES: DeliveryStatus[] = ['PENDING', 'DELIVERED', 'FAILED', 'HELD', 'UNROUTED'];

const TESTS = ['true', 'false'] as const;

/** Reads the filter from the page's address; leaves out invalid values. */
export function readFilter(query: URLSearchParams): DeliveryFilter {
  const taskId = taskIdOf(query.get('task') ?? '');
  const configurationId = query.get('configuration');
  const status = STATUSES.find((known) => known === query.get('status'));
  const test = TESTS.find((known) => known === query.get('test'));
  const [from, to] = [instant(query.get('from')), instant(query.get('to'))];
  return {
    ...(taskId !== null && { taskId }),
    ...(configurationId !== null &&
      /^cfg_[0-9a-f]{32}$/.test(configurationId) && { configurationId }),
    ...(status !== undefined && { status }),
    ...(test !== undefined && { test }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  };
}

/** Writes the filter as the query of the page's address. */
export function writeFilter(filter: DeliveryFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.taskId !== undefined) query.set('task', String(filter.taskId));
  if (filter.configurationId !== undefined) query.set('configuration', filter.configurationId);
  if (filter.status !== undefined) query.set('status', filter.status);
  if (filter.test !== undefined) query.set('test', filter.test);
  if (filter.from !== undefined) query.set('from', filter.from);
  if (filter.to !== undefined) query.set('to', filter.to);
  return query;
}

/** Returns whether the time range ends before it starts, which the API refuses. */
export function isBackwards({ from, to }: DeliveryFilter): boolean {
  return from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to);
}

function instant(text: string | null): string | null {
  return text === null || Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString();
}
