import { Badge } from '@mantine/core';
import type { Delivery, DeliveryStatus } from '../api/shapes.ts';
import { isRetrying, statusWords } from './words.ts';

const COLOURS: Record<DeliveryStatus, string> = {
  PENDING: 'indigo',
  DELIVERED: 'teal',
  FAILED: 'red',
  HELD: 'orange',
  UNROUTED: 'gray',
};

/** The status; a pending delivery that has failed is "Retrying". */
export function StatusBadge({ delivery }: { delivery: Pick<Delivery, 'status' | 'attempt'> }) {
  const colour = isRetrying(delivery) ? 'orange' : COLOURS[delivery.status];
  return <Badge color={colour}>{statusWords(delivery)}</Badge>;
}
