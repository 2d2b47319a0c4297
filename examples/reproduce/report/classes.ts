import * as Plot from '@observablehq/plot';
import type { Results } from '../results.js';
import { chart, COLOURS } from '../../shared/report/chart.js';
import { html, type Markup } from '../../shared/report/html.js';
import { PAPER_TABLE_3 } from '../../shared/paper.js';
import { figure, legend, table } from '../../shared/report/parts.js';
import { grouped, percent, points, pointsRange, signed } from '../../shared/report/words.js';

/** The change of each class's accuracy, in the style of the paper's Table 3. */
export function classTable(results: Results): Markup {
  const { baseline, perturb, difference } = results.test;
  const rows = results.data.classNames.map((name, at) => {
    const change = difference.tenCrop.perClass[at]!;
    return [
      name,
      grouped(results.data.splits.test.perClass[at] ?? 0),
      percent(baseline.tenCrop.perClass[at]!),
      percent(perturb.tenCrop.perClass[at]!),
      html`<strong>${points(change.estimate)}</strong>`,
      pointsRange(change),
      ...Object.values(PAPER_TABLE_3).map((column) => (name in column ? signed(column[name]!, 1) : '–')),
    ];
  });
  const paperColumns = Object.keys(PAPER_TABLE_3).map((network) => html`paper, ${network}`);
  return html`${table(['Class', 'Test faces', 'Baseline', 'Perturb', 'Change', '95 % interval', ...paperColumns], rows)}
    <p class="note">
      Accuracy on the faces of each class (recall), ten crops; changes in percentage points. The last three columns are
      the paper’s Table 3, for its own networks on
      FER2013${results.data.kind === 'synthetic' && ': other data, not to be compared with these faces'}.
    </p>`;
}

/** The same changes as a dot plot with their intervals. */
export function classChart(results: Results): Markup {
  const { classNames } = results.data;
  const rows = classNames.map((name, at) => ({ name, ...results.test.difference.tenCrop.perClass[at]! }));
  const real = results.data.kind === 'real';
  const paper = classNames
    .filter((name) => real && name in PAPER_TABLE_3.VGG16!)
    .map((name) => ({ name, change: PAPER_TABLE_3.VGG16![name]! / 100 }));
  return figure({
    title: 'Change of each class’s accuracy',
    body: html`${legend([
      { name: 'this run, with 95 % interval', colour: COLOURS.predictor },
      ...(real ? [{ name: 'the paper, VGG16', symbol: '◇' }] : []),
    ])}
    ${chart('Change of accuracy of each class with the Perturb Scheme', {
      height: 290,
      marginTop: 6,
      marginLeft: 66,
      x: {
        percent: true,
        inset: 12,
        label: 'change, percentage points',
        labelAnchor: 'center',
        labelArrow: 'none',
        grid: true,
        tickFormat: (value: number) => signed(value, 0),
      },
      y: { label: null, domain: classNames, tickSize: 0 },
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
        Plot.dot(paper, { y: 'name', x: 'change', stroke: COLOURS.quiet, symbol: 'diamond', r: 4, strokeWidth: 1.75 }),
      ],
    })}`,
    caption: html`Perturb less baseline on the same test faces, ten crops. A bar that crosses zero: no clear change of
    that class. Classes with few faces have wide bars.`,
  });
}
