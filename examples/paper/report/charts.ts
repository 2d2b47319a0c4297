import * as Plot from '@observablehq/plot';
import { chart, COLOURS } from '../../shared/report/chart.js';
import { html, type Markup } from '../../shared/report/html.js';
import { figure } from '../../shared/report/parts.js';
import { PAPER_TABLE_3, paperNetwork } from '../../shared/paper.js';
import { signed } from '../../shared/report/words.js';
import type { PaperResults } from '../summary/results.js';
import { armInWords, networkName } from './names.js';

/** The change of each class with the Perturb Scheme, a chart for each network, against the baseline and the longer one. */
export function classCharts({ comparisons, data }: PaperResults): Markup {
  const shown = comparisons.filter(
    ({ first, second }) =>
      second.arm === 'perturb' && second.clusters === 3 && (first.arm === 'baseline' || first.arm === 'longer'),
  );
  return html`<div class="pair">
    ${shown.map(({ network, first, views }) => {
      const rows = data.classNames.map((name, at) => ({ name, ...views.tenCrop.perClassCorrected[at]! }));
      const paper = first.arm === 'baseline' ? PAPER_TABLE_3[paperNetwork(network)] : undefined;
      const dots = data.classNames.flatMap((name) =>
        paper?.[name] === undefined ? [] : [{ name, change: paper[name] / 100 }],
      );
      return figure({
        title: `${networkName(network)}, against ${first.arm === 'longer' ? 'as many updates' : 'as many epochs'}`,
        body: chart(`Change of each class, ${networkName(network)}`, {
          height: 270,
          marginLeft: 66,
          marginTop: 6,
          x: {
            percent: true,
            inset: 12,
            label: 'change, percentage points',
            labelAnchor: 'center',
            labelArrow: 'none',
            grid: true,
            tickFormat: (value: number) => signed(value, 0),
          },
          y: { label: null, domain: data.classNames, tickSize: 0 },
          marks: [
            Plot.ruleX([0], { stroke: 'currentColor' }),
            Plot.ruleY(rows, {
              y: 'name',
              x1: 'low',
              x2: 'high',
              stroke: COLOURS.predictor,
              strokeWidth: 3,
              strokeOpacity: 0.5,
            }),
            Plot.dot(rows, { y: 'name', x: 'estimate', fill: COLOURS.predictor, r: 4.5 }),
            Plot.dot(dots, {
              y: 'name',
              x: 'change',
              stroke: COLOURS.quiet,
              symbol: 'diamond',
              r: 4,
              strokeWidth: 1.75,
            }),
          ],
        }),
        caption: html`The Perturb Scheme less: ${armInWords(first)}. Bars: intervals at the level corrected for the
        number of classes.${dots.length > 0 && ' Diamonds: the paper.'}`,
      });
    })}
  </div>`;
}

/** Accuracy by the number of clusters, with the baseline as a line. */
export function clusterChart({ arms }: PaperResults): Markup {
  const networks = [...new Set(arms.map(({ network }) => network))];
  const charts = networks.map((network) => {
    const mine = arms.filter((each) => each.network === network && each.testedOn === 'plain');
    const [baseline, longer] = (['baseline', 'longer'] as const).map((name) => ({
      mean: mine.find(({ arm }) => arm === name)?.scores.tenCrop.accuracy.mean,
    }));
    const seeds = mine.flatMap(({ arm, clusters, scores }) =>
      arm === 'perturb' ? scores.tenCrop.bySeed.map((accuracy) => ({ clusters, accuracy })) : [],
    );
    const means = mine.flatMap(({ arm, clusters, scores }) =>
      arm === 'perturb' ? [{ clusters, accuracy: scores.tenCrop.accuracy.mean }] : [],
    );
    return figure({
      title: networkName(network),
      body: chart(`Accuracy by the number of clusters, ${networkName(network)}`, {
        height: 240,
        x: {
          label: 'clusters',
          labelArrow: 'none',
          labelAnchor: 'center',
          ticks: [1, 2, 3, 4, 5, 6],
          domain: [0.7, 6.3],
          tickFormat: 'd',
        },
        y: { percent: true, label: 'accuracy, %', grid: true, nice: true },
        marks: [
          Plot.ruleY([baseline], { y: 'mean', stroke: COLOURS.baseline }),
          Plot.ruleY([longer], { y: 'mean', stroke: COLOURS.baseline, strokeDasharray: '4 3' }),
          Plot.dot(seeds, { x: 'clusters', y: 'accuracy', stroke: COLOURS.predictor, r: 3, strokeOpacity: 0.6 }),
          Plot.line(means, { x: 'clusters', y: 'accuracy', stroke: COLOURS.predictor }),
          Plot.dot(means, { x: 'clusters', y: 'accuracy', fill: COLOURS.predictor, r: 4.5 }),
        ],
      }),
      caption:
        'Ten crops. Filled: mean of the seeds; open: each seed. Blue lines: the baseline, and (dashed) with as many updates as three clusters make.',
    });
  });
  return html`<div class="pair">${charts}</div>`;
}
