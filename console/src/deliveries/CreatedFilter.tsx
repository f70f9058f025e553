import { Button, Group, Input, InputBase, Popover, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown } from 'lucide-react';
import { Moment } from '../forms/Moment.tsx';
import { timeRange } from '../format/time.ts';
import classes from './DeliveryFilters.module.css';
import { isBackwards, type DeliveryFilter } from './filter.ts';

type Range = Pick<DeliveryFilter, 'from' | 'to'>;

interface Props {
  range: Range;
  onChange: (range: { from: string | null; to: string | null }) => void;
}

const HOUR_MS = 3_600_000;
const QUICK: [string, number][] = [
  ['Last hour', HOUR_MS],
  ['Last 24 hours', 24 * HOUR_MS],
  ['Last 7 days', 7 * 24 * HOUR_MS],
];

/** Chooses when the deliveries were created: a range that ends now, or any two moments. */
export function CreatedFilter({ range, onChange }: Props) {
  const [opened, shown] = useDisclosure(false);
  const { from = null, to = null } = range;
  const words = timeRange(from, to);
  const chosen = (begin: string | null) => {
    onChange({ from: begin, to: null });
    shown.close();
  };
  const error = isBackwards(range) ? 'Must be after From' : null;
  return (
    <Popover
      opened={opened}
      onChange={shown.set}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <InputBase
          component="button"
          type="button"
          pointer
          label="Created"
          aria-label={`Created: ${words ?? 'any time'}`}
          error={error !== null && 'The range ends before it starts'}
          rightSection={<ChevronDown size={16} aria-hidden />}
          rightSectionPointerEvents="none"
          classNames={{ input: classes.created }}
          onClick={shown.toggle}
        >
          {words ?? <Input.Placeholder>Any time</Input.Placeholder>}
        </InputBase>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Group gap="xs">
            {QUICK.map(([label, ms]) => (
              <Button
                key={label}
                variant="default"
                size="compact-sm"
                onClick={() => chosen(new Date(Date.now() - ms).toISOString())}
              >
                {label}
              </Button>
            ))}
            <Button variant="default" size="compact-sm" onClick={() => chosen(null)}>
              Any time
            </Button>
          </Group>
          <Moment label="From" value={from} onChange={(begin) => onChange({ from: begin, to })} />
          <Moment
            label="To"
            value={to}
            error={error}
            onChange={(end) => onChange({ from, to: end })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
