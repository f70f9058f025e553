import type { ListedConfiguration } from '../api/shapes.ts';

/**
 * Whether nothing speaks against the receiver: not if all its attempts of yesterday and today have failed
 * (after a change the failures begin anew), nor if it is new and has no attempt. Tests do not count.
 */
export function isProven({
  createdAt,
  health,
}: Pick<ListedConfiguration, 'createdAt' | 'health'>): boolean {
  return health.successRate === null
    ? Date.parse(createdAt) < Date.parse(health.since)
    : health.successRate > 0;
}
