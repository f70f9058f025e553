import type { ListedConfiguration } from '../api/shapes.ts';

/**
 * Returns false if all attempts of yesterday and today have failed (after a change only later ones count), or
 * if the configuration is new and had no attempt. Tests do not count.
 */
export function isProven({
  createdAt,
  health,
}: Pick<ListedConfiguration, 'createdAt' | 'health'>): boolean {
  return health.successRate === null
    ? Date.parse(createdAt) < Date.parse(health.since)
    : health.successRate > 0;
}
