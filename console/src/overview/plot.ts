import uPlot from 'uplot';
import { count, duration } from '../format/amount.ts';
import { dayOf, hourOf, utcDayOf } from '../format/time.ts';
import { currentZone } from '../format/zone.ts';
import { lonePlaces, type ChartModel, type Series } from './series.ts';

const HEIGHT = 230;
// The enum of uPlot exists only in its types.
/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment */
const LEFT: uPlot.Axis.Side = 3;
const RIGHT: uPlot.Axis.Side = 1;
const LOGARITHMIC: uPlot.Scale.Distr = 3;
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */
const WHOLE_STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7,
];
const AXIS_WORDS: Record<Series['unit'], (value: number) => string> = {
  count,
  percent: (value) => `${value} %`,
  ms: duration,
};

/** uPlot's options for a chart: bars are stacked, lines run over them. */
export function plotOptions(
  model: ChartModel,
  width: number,
  onHover: (index: number | null) => void,
): uPlot.Options {
  const units = [...new Set(model.series.map(({ unit }) => unit))];
  const faint = colour('--line');
  const text = colour('--mantine-color-dimmed');
  const font = '12px system-ui, sans-serif';
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    // Ticks at the beginnings of days, which are days in UTC; or at whole hours in UTC.
    ...((model.daily || currentZone() === 'UTC') && {
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    }),
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => edges(model) },
      count: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] },
      percent: { range: [0, 102] },
      // The longest attempt may take a hundred times as long as most.
      ms: { distr: LOGARITHMIC, range: (_, least, most) => [powerBelow(least), powerAbove(most)] },
    },
    axes: [
      {
        stroke: text,
        font,
        grid: { show: false },
        ticks: { stroke: faint },
        space: 64,
        size: 36,
        values: (_, splits) =>
          splits.map((seconds) => (model.daily ? utcDay(seconds) : tick(seconds, splits))),
      },
      ...units.map((unit, index): uPlot.Axis => ({
        scale: unit,
        side: index === 0 ? LEFT : RIGHT,
        stroke: text,
        font,
        size: 56,
        grid: { show: index === 0, stroke: faint, width: 1 },
        ticks: { show: false },
        ...(unit === 'count' && { incrs: WHOLE_STEPS }),
        ...(unit === 'ms' && { splits: powers, filter: (_, splits) => splits }),
        values: (_, splits) => splits.map(AXIS_WORDS[unit]),
      })),
    ],
    series: [{}, ...drawn(model).map(({ series }) => appearance(series))],
    hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? null)] },
  };
}

/** The values, in the order of the options' series. */
export function plotData(model: ChartModel): uPlot.AlignedData {
  return [middles(model), ...drawn(model).map(({ values }) => values)];
}

/** Stacked bars, the tallest first; each starts at zero, so that the next one covers its lower part. */
function drawn({ series }: ChartModel): { series: Series; values: (number | null)[] }[] {
  const bars = series.filter(({ kind }) => kind === 'bars');
  const piled = bars.map((one, index) => ({
    series: one,
    values: one.values.map((_, at) =>
      bars.slice(0, index + 1).reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
    ),
  }));
  const lines = series
    .filter(({ kind }) => kind === 'line')
    .map((one) => ({ series: one, values: one.values }));
  return [...piled.reverse(), ...lines];
}

function appearance({ label, colour: name, kind, unit }: Series): uPlot.Series {
  const paint = colour(name);
  return kind === 'bars'
    ? {
        label,
        scale: unit,
        fill: paint,
        stroke: paint,
        width: 0,
        points: { show: false },
        ...(uPlot.paths.bars !== undefined && {
          paths: uPlot.paths.bars({ size: [0.7, 36], radius: 0.15 }),
        }),
      }
    : {
        label,
        scale: unit,
        stroke: paint,
        width: 2,
        spanGaps: false,
        points: {
          size: 5,
          fill: paint,
          filter: (plot, at, shown) => (shown ? null : lonePlaces([...(plot.data[at] ?? [])])),
        },
      };
}

function middles({ starts }: ChartModel): number[] {
  return starts.map((start) => Date.parse(start) / 1000 + bucketSeconds(starts) / 2);
}

function edges({ starts }: ChartModel): [number, number] {
  const begin = Date.parse(starts[0] ?? '') / 1000;
  return [begin, begin + starts.length * bucketSeconds(starts)];
}

function bucketSeconds([first, second]: string[]): number {
  return first === undefined || second === undefined
    ? 3600
    : (Date.parse(second) - Date.parse(first)) / 1000;
}

/** 1 ms, 10 ms, 100 ms and so on. */
function powers(_: uPlot, __: number, least: number, most: number): number[] {
  const [first, last] = [Math.round(Math.log10(least)), Math.round(Math.log10(most))];
  return Array.from({ length: last - first + 1 }, (___, index) => 10 ** (first + index));
}

function powerBelow(ms: number | null): number {
  return 10 ** Math.floor(Math.log10(Math.max(1, ms ?? 1)));
}

function powerAbove(ms: number | null): number {
  return 10 ** Math.ceil(Math.log10(Math.max(10, ms ?? 10) * 1.01));
}

function utcDay(seconds: number): string {
  return utcDayOf(new Date(seconds * 1000).toISOString());
}

/** Labels hours; labels the day at midnight, and if the ticks are days apart. */
function tick(seconds: number, splits: number[]): string {
  const instant = new Date(seconds * 1000).toISOString();
  const apart = (splits[1] ?? 0) - (splits[0] ?? 0);
  return apart >= 86_400 || hourOf(instant) === '00:00' ? dayOf(instant) : hourOf(instant);
}

function colour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
