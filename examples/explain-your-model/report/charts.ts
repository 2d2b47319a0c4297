import * as Plot from '@observablehq/plot';
import { chart, COLOURS } from '../../shared/report/chart.js';
import { html, type Markup } from '../../shared/report/html.js';
import { figure } from '../../shared/report/parts.js';
import { signed } from '../../shared/report/words.js';
import { facesInWords } from '../print.js';
import type { EmotionResult, Results } from '../results.js';

/** For each emotion the drops of all regions as bars with their intervals, on one scale. */
export function emotionCharts(results: Results): Markup {
  const { emotions, settings, overall } = results;
  const shown = emotions.length > 1 ? [...emotions, overall] : emotions;
  const ends = shown.flatMap(({ regions }) =>
    Object.values(regions).flatMap(({ drop }) => [drop.low ?? drop.mean, drop.high ?? drop.mean]),
  );
  // A class of few faces has intervals that would flatten all others' bars.
  const means = shown.flatMap(({ regions }) => Object.values(regions).map(({ drop }) => drop.mean));
  const largest = Math.max(...means.map(Math.abs)) * 1.6;
  const domain: [number, number] = [Math.max(Math.min(0, ...ends), -largest), Math.min(Math.max(0, ...ends), largest)];
  return figure({
    title: `Drop of the ${settings.score} without each region`,
    body: html`<div class="charts">${shown.map((emotion) => panel(emotion, domain))}</div>`,
    caption: html`Bars: mean over the faces; lines: its 95 % interval by Student’s t. Solid: the interval is above zero,
    so that the score clearly falls without the region; pale: it is not. Below zero: the score rises without the region.`,
  });
}

function panel(emotion: EmotionResult, domain: [number, number]): Markup {
  const rows = Object.entries(emotion.regions).map(([region, { drop }]) => ({
    region,
    mean: drop.mean,
    low: clamp(drop.low ?? drop.mean, domain),
    high: clamp(drop.high ?? drop.mean, domain),
    clear: emotion.reliesOn.includes(region),
  }));
  return html`<div>
    <h4>${emotion.name}</h4>
    <p>${facesInWords(emotion)}</p>
    ${chart(`Drop of the score of ${emotion.name} without each region`, {
      width: 280,
      height: 22 * rows.length + 36,
      marginLeft: 78,
      marginTop: 4,
      marginBottom: 30,
      x: { domain, label: null, ticks: 4, grid: true, tickFormat: (value: number) => signed(value, value % 1 ? 1 : 0) },
      y: { domain: rows.map(({ region }) => region), label: null, tickSize: 0 },
      marks: [
        Plot.barX(rows, {
          y: 'region',
          x: 'mean',
          fill: COLOURS.baseline,
          fillOpacity: (row: (typeof rows)[number]) => (row.clear ? 0.85 : 0.3),
          insetTop: 2,
          insetBottom: 2,
          rx: 2,
        }),
        Plot.ruleY(rows, { y: 'region', x1: 'low', x2: 'high', stroke: 'currentColor', strokeWidth: 1.25 }),
        Plot.ruleX([0], { stroke: 'currentColor' }),
      ],
    })}
  </div>`;
}

function clamp(value: number, [low, high]: [number, number]): number {
  return Math.min(high, Math.max(low, value));
}
