import { describe, expect, test } from 'vitest';
import { duration, isoDuration, percent, size } from '../src/format/amount.ts';
import {
  countdown,
  fromLocalInput,
  relative,
  timeRange,
  toLocalInput,
} from '../src/format/time.ts';
import { sentence } from '../src/format/sentence.ts';
import { visibleName, visibleText } from '../src/format/visibleText.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z');

describe('countdown', () => {
  test.each([
    ['2026-03-01T12:04:30Z', 'in 2 h 04 min'],
    ['2026-03-01T10:01:09Z', 'in 1 min 09 s'],
    ['2026-03-01T10:00:04.200Z', 'in 5 s'],
    ['2026-03-01T10:00:00Z', 'due now'],
    ['2026-03-01T09:00:00Z', 'due now'],
  ])('%s is %s', (instant, words) => expect(countdown(instant, NOW)).toBe(words));
});

describe('relative', () => {
  test.each([
    ['2026-03-01T09:57:01Z', '2 minutes ago'],
    ['2026-03-01T12:00:00Z', 'in 2 hours'],
    ['2026-02-28T10:00:00Z', 'yesterday'],
    ['2026-03-01T10:00:00Z', 'just now'],
  ])('%s is %s', (instant, words) => expect(relative(instant, NOW)).toBe(words));
});

describe('ISO durations', () => {
  test.each([
    ['PT1H', '1 h'],
    ['P1DT2H30M', '1 d 2 h 30 min'],
    ['PT59S', '59 s'],
    ['later', 'later'],
  ])('%s is %s', (text, words) => expect(isoDuration(text)).toBe(words));
});

test('a short relative time fits a narrow column', () => {
  expect(relative('2026-03-01T09:57:01Z', NOW, true)).toBe('2 min ago');
});

test('a time range has 24 hours in every browser', () => {
  const [from, to] = [new Date(2026, 1, 3, 16, 5), new Date(2026, 1, 4, 9, 0)].map((date) =>
    date.toISOString(),
  ) as [string, string];
  expect(timeRange(from, to)).toBe('3 Feb, 16:05 – 4 Feb, 09:00');
  expect(timeRange(from, null)).toBe('From 3 Feb, 16:05');
  expect(timeRange(null, to)).toBe('Before 4 Feb, 09:00');
  expect(timeRange(null, null)).toBeNull();
});

describe('amounts', () => {
  test('a share is never 100 % while something is missing', () => {
    expect(percent(0.99999)).toBe('99.9 %');
    expect(percent(1)).toBe('100 %');
    expect(percent(0)).toBe('0 %');
  });

  test('sizes and durations have a unit that fits', () => {
    expect(size(3949)).toBe('3.9 KiB');
    expect(size(12)).toBe('12 bytes');
    expect(duration(84)).toBe('84 ms');
    expect(duration(1250)).toBe('1.3 s');
  });
});

test('a local time is converted to the same instant', () => {
  const instant = new Date('2026-03-01T10:00:00Z');
  expect(fromLocalInput(toLocalInput(instant))).toBe(instant.toISOString());
  expect(fromLocalInput('')).toBeNull();
});

describe('text of receivers', () => {
  test('markup stays text', () => {
    expect(visibleText('<script>alert(1)</script>')).toBe('<script>alert(1)</script>');
  });

  test('control characters become visible, lines and tabs stay', () => {
    expect(visibleText('a\u0000b\u001b[31m\r\n\tc\u007f')).toBe('a␀b␛[31m␍\n\tc␡');
  });

  test('characters that reverse or hide text become visible', () => {
    expect(visibleText('\u202egpj.exe\u200b\ufeff')).toBe('⟨U+202E⟩gpj.exe⟨U+200B⟩⟨U+FEFF⟩');
  });

  test.each([
    ['a soft hyphen', 'Bil\u00adling', 'Bil⟨U+00AD⟩ling'],
    ['an isolate', '\u2066Billing\u2069', '⟨U+2066⟩Billing⟨U+2069⟩'],
    ['a tag', 'Billing\u{e0041}', 'Billing⟨U+E0041⟩'],
    ['a Hangul filler', 'Billing\u3164', 'Billing⟨U+3164⟩'],
    ['a selector on a letter', 'Billing\ufe0f', 'Billing⟨U+FE0F⟩'],
    ['a blank Braille pattern', 'Billing\u2800', 'Billing⟨U+2800⟩'],
    ['a line break', 'Bill\ning\t', 'Bill␊ing␉'],
  ])('%s in a name becomes visible', (_, hidden, shown) => expect(visibleName(hidden)).toBe(shown));

  test('names of any script stay, and emoji', () => {
    const names = 'Überlauf, Süd Überlauf, 計費, חיוב, الفوترة ❤️ 😀';
    expect(visibleName(names)).toBe(names);
  });

  test('half a surrogate pair becomes visible, a whole one stays', () => {
    expect(visibleText('\ud83d 😀')).toBe('⟨U+D83D⟩ 😀');
  });
});

test('a reason is shown as a sentence', () => {
  expect(sentence('the receiver answered 503')).toBe('The receiver answered 503.');
  expect(sentence('Its configuration was deleted.')).toBe('Its configuration was deleted.');
  expect(sentence('')).toBe('');
});
