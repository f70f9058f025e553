// Draws the results of a bench run as SVG: one chart for all figures of a section that share a unit and have a target.
// `make bench` runs it.
// Usage: node build-support/charts.mjs bench/results/latest.json folder
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const echarts = createRequire(new URL('../console/package.json', import.meta.url))('echarts');
const [file, folder] = process.argv.slice(2);
const { begunAt, machine, sections } = JSON.parse(readFileSync(file, 'utf8'));
mkdirSync(folder, { recursive: true });

/** Returns the lowest run, the quartiles and the highest run. */
function box(runs) {
  const sorted = runs.toSorted((a, b) => a - b);
  return [0, 0.25, 0.5, 0.75, 1].map((part) => sorted[Math.round(part * (sorted.length - 1))]);
}

const targetOf = ({ most, least }) => most ?? least;

function draw(section, unit, figures) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 110 + 34 * figures.length });
  const targets = figures.map((figure, row) => [targetOf(figure), row]).filter(([target]) => target !== undefined);
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      left: 0,
      text: `${section}, ${unit}`, textStyle: { fontSize: 14 },
      subtext: `${begunAt.slice(0, 10)}, ${machine}`, subtextStyle: { fontSize: 10 },
    },
    legend: { top: 4, right: 10 },
    grid: { left: 10, right: 30, top: 60, bottom: 10, containLabel: true },
    xAxis: { type: 'value', min: 0 },
    yAxis: { type: 'category', inverse: true, data: figures.map(({ name }) => name) },
    series: [
      { name: 'runs: lowest, quartiles, highest', type: 'boxplot', layout: 'vertical', data: figures.map(({ runs }) => box(runs)), boxWidth: [6, 16] },
      { name: 'target', type: 'scatter', symbol: 'rect', symbolSize: [3, 22], itemStyle: { color: '#c92a2a' }, data: targets },
    ],
  });
  const svg = join(folder, `${section}-${unit.replace(/\W+/g, '-') || 'count'}.svg`);
  writeFileSync(svg, chart.renderToSVGString() + '\n');
  chart.dispose();
  console.log(`Chart written to ${svg}.`);
}

for (const [section, figures] of Object.entries(sections)) {
  const several = figures.filter(({ runs }) => runs.length > 1);
  for (const unit of new Set(several.filter((figure) => targetOf(figure) !== undefined).map((figure) => figure.unit))) {
    draw(section, unit, several.filter((figure) => figure.unit === unit));
  }
}
