import { afterEach, describe, expect, test, vi } from 'vitest';
import { MemoryStorage } from './MemoryStorage.ts';

const INSTANT = '2026-11-30T23:30:05.000Z';

afterEach(() => vi.resetModules());

/** The modules as a browser in this zone loads them. */
async function inBrowserZone(zone: string) {
  process.env.TZ = zone;
  vi.resetModules();
  const time = await import('../src/format/time.ts');
  const choice = await import('../src/format/zone.ts');
  return { ...time, ...choice };
}

describe.each([
  [
    'Pacific/Auckland',
    '1 Dec 2026, 12:30:05 GMT+13',
    '2026-12-01T12:30',
    '1 Dec 2026, 12:30 GMT+13',
  ],
  [
    'America/New_York',
    '30 Nov 2026, 18:30:05 GMT-5',
    '2026-11-30T18:30',
    '30 Nov 2026, 18:30 GMT-5',
  ],
  [
    'Asia/Kolkata',
    '1 Dec 2026, 05:00:05 GMT+5:30',
    '2026-12-01T05:00',
    '1 Dec 2026, 05:00 GMT+5:30',
  ],
  ['UTC', '30 Nov 2026, 23:30:05 UTC', '2026-11-30T23:30', '30 Nov 2026, 23:30 UTC'],
])('in %s', (zone, words, input, inputMeans) => {
  test('a time has the zone of the browser, and 24 hours', async () => {
    const { dateTime, localZoneName } = await inBrowserZone(zone);
    expect(dateTime(INSTANT)).toBe(words);
    expect(words.endsWith(localZoneName())).toBe(true);
  });

  test('a field shows its zone and keeps the instant', async () => {
    const { toLocalInput, fromLocalInput, inputWords } = await inBrowserZone(zone);
    expect(toLocalInput(new Date(INSTANT))).toBe(input);
    expect(fromLocalInput(input)).toBe('2026-11-30T23:30:00.000Z');
    expect(inputWords(input)).toBe(inputMeans);
    expect(inputWords('')).toMatch(/^Time zone: /);
  });

  test('UTC is chosen for everything', async () => {
    const { chooseZone, ...time } = await inBrowserZone(zone);
    chooseZone('UTC');
    expect(time.dateTime(INSTANT)).toBe('30 Nov 2026, 23:30:05 UTC');
    expect(time.clock(INSTANT)).toBe('23:30:05 UTC');
    expect(time.hourOf(INSTANT)).toBe('23:30');
    expect(time.dayOf(INSTANT)).toBe('30 Nov');
    expect(time.timeRange(INSTANT, null)).toBe('From 30 Nov, 23:30');
    expect(time.notRefreshed(Date.parse(INSTANT))).toContain('23:30:05 UTC');
    expect(time.toLocalInput(new Date(INSTANT))).toBe('2026-11-30T23:30');
    expect(time.fromLocalInput('2026-11-30T23:30')).toBe('2026-11-30T23:30:00.000Z');
    expect(time.fromLocalInput('nonsense')).toBeNull();
    expect(time.inputWords('')).toBe('Time zone: UTC');
  });
});

describe('the choice', () => {
  test('outlives the tab, and other tabs follow it', async () => {
    const storage = new MemoryStorage();
    let hear: (event: StorageEvent) => void = () => undefined;
    const tab = {
      addEventListener: (_: string, listener: unknown) => {
        hear = listener as typeof hear;
      },
    } as unknown as Pick<Window, 'addEventListener'>;
    const first = await inBrowserZone('Asia/Kolkata');
    first.keepZoneIn(storage, tab);
    first.chooseZone('UTC');

    const second = await inBrowserZone('Asia/Kolkata');
    expect(second.currentZone()).toBe('local');
    second.keepZoneIn(storage, tab);
    expect(second.currentZone()).toBe('UTC');
    const changed = vi.fn();
    second.subscribeToZone(changed);
    hear({ key: 'another', newValue: 'local' } as StorageEvent);
    expect(changed).not.toHaveBeenCalled();
    hear({ key: 'time-zone', newValue: 'local' } as StorageEvent);
    expect(changed).toHaveBeenCalledOnce();
    expect(second.currentZone()).toBe('local');
  });

  test('is the zone of the browser if something else is stored', async () => {
    const storage = new MemoryStorage();
    storage.setItem('time-zone', 'Mars');
    const { keepZoneIn, currentZone } = await inBrowserZone('UTC');
    keepZoneIn(storage, { addEventListener: () => undefined });
    expect(currentZone()).toBe('local');
  });
});
