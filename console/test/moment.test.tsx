import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, test } from 'vitest';
import { Moment } from '../src/forms/Moment.tsx';
import { chooseZone, type Zone } from '../src/format/zone.ts';

afterEach(() => chooseZone('local'));

function shownIn(zone: Zone, value: string | null): string {
  chooseZone(zone);
  return renderToStaticMarkup(
    <MantineProvider>
      <Moment label="From" rule="at most 30 days ahead" value={value} onChange={() => undefined} />
    </MantineProvider>,
  );
}

test('a field shows its instant in the chosen zone', () => {
  process.env.TZ = 'Asia/Kolkata';
  const instant = '2026-11-30T23:30:00.000Z';
  expect(shownIn('local', instant)).toContain('value="2026-12-01T05:00"');
  const inUtc = shownIn('UTC', instant);
  expect(inUtc).toContain('value="2026-11-30T23:30"');
  expect(inUtc).toContain('30 Nov 2026, 23:30 UTC, at most 30 days ahead');
  expect(shownIn('UTC', null)).toContain('Time zone: UTC');
});
