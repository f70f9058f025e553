import { SegmentedControl } from '@mantine/core';
import { localZoneName } from '../format/time.ts';
import { useZone } from '../format/useZone.ts';
import { chooseZone } from '../format/zone.ts';

/** Shows all times in the browser's zone or in UTC; the browser stores the choice. */
export function ZoneToggle() {
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label="Time zone"
      value={useZone()}
      data={[
        { value: 'local', label: `Local (${localZoneName()})` },
        { value: 'UTC', label: 'UTC' },
      ]}
      onChange={chooseZone}
    />
  );
}
