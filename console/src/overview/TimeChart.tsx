import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useZone } from '../format/useZone.ts';
import { plotData, plotOptions } from './plot.ts';
import type { ChartModel } from './series.ts';
import classes from './TimeChart.module.css';

/** The chart itself; ChartTable shows the same figures as text. */
export function TimeChart({ model }: { model: ChartModel }) {
  const { ref: frame, width } = useElementSize<HTMLDivElement>();
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const zone = useZone();
  const [hovered, setHovered] = useState<number | null>(null);

  useEffect(() => {
    if (width === 0 || place.current === null) {
      return undefined;
    }
    const plot = new uPlot(plotOptions(model, width, setHovered), plotData(model), place.current);
    return () => plot.destroy();
  }, [model, width, scheme, zone]);

  return (
    <div ref={frame} className={classes.frame}>
      <div ref={place} className={classes.place} role="img" aria-label={inWords(model)} />
      <Legend model={model} hovered={hovered} />
    </div>
  );
}

/** The legend, with the values under the pointer. */
function Legend({ model, hovered }: { model: ChartModel; hovered: number | null }) {
  const start = hovered === null ? undefined : model.starts[hovered];
  return (
    <div className={classes.legend}>
      {model.series.map(({ label, colour, values, words }) => (
        <span key={label} className={classes.entry}>
          <span className={classes.swatch} style={{ background: `var(${colour})` }} />
          {label}
          {hovered !== null && start !== undefined && <b> {words(values[hovered] ?? null)}</b>}
        </span>
      ))}
      <span className={classes.moment}>{start === undefined ? '' : model.bucketWords(start)}</span>
    </div>
  );
}

function inWords({ title, starts, bucketWords, series }: ChartModel): string {
  const [first, last] = [starts[0], starts.at(-1)];
  const span =
    first === undefined || last === undefined
      ? ''
      : `, ${bucketWords(first)} to ${bucketWords(last)}`;
  const names = series.map(({ label }) => label).join(', ');
  return `Chart of ${names}: ${title}${span}. The table has the figures.`;
}
