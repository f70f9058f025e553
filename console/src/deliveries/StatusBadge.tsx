import { Badge } from '@mantine/core';
import type { DeliveryStatus } from '../api/shapes.ts';
import { STATUS_WORDS } from './words.ts';

const COLOURS: Record<DeliveryStatus, string> = {
  PENDING: 'indigo',
  DELIVERED: 'teal',
  FAILED: 'red',
  HELD: 'orange',
  UNROUTED: 'gray',
};

export function StatusBadge({ status }: { status: DeliveryStatus }) {
  return <Badge color={COLOURS[status]}>{STATUS_WORDS[status]}</Badge>;
}
