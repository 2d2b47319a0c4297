import * as Plot from '@observablehq/plot';
import type { ArmScore, Results } from '../results.js';
import { chart } from '../../shared/report/chart.js';
import { html, type Markup } from '../../shared/report/html.js';
import { figure } from '../../shared/report/parts.js';

/** The confusion matrices of both arms, side by side. */
export function confusionMatrices(results: Results): Markup {
  const { classNames } = results.data;
  return figure({
    title: 'Confusion matrices',
    body: html`<div class="pair">
      <div>
        <h4>Baseline</h4>
        ${matrix('Confusion matrix of the baseline', results.test.baseline.tenCrop, classNames, 'var(--baseline)')}
      </div>
      <div>
        <h4>Perturb predictor</h4>
        ${matrix('Confusion matrix of the Perturb predictor', results.test.perturb.tenCrop, classNames, 'var(--predictor)')}
      </div>
    </div>`,
    caption: html`Rows: what a face shows by its label; columns: what it was taken for; numbers: per cent of the row,
    and the deeper the colour the larger. Ten crops, all ${results.test.count} test faces.`,
  });
}

function matrix(title: string, arm: ArmScore, classNames: readonly string[], colour: string): Markup {
  const cells = arm.confusion.flatMap((row, at) => {
    const count = Math.max(
      1,
      row.reduce((sum, faces) => sum + faces, 0),
    );
    return row.map((faces, to) => ({ label: classNames[at]!, taken: classNames[to]!, share: faces / count }));
  });
  type Cell = (typeof cells)[number];
  return chart(title, {
    height: 400,
    marginLeft: 66,
    marginBottom: 62,
    marginTop: 6,
    marginRight: 6,
    x: { domain: classNames, label: null, tickRotate: -40, tickSize: 0, padding: 0.04 },
    y: { domain: classNames, label: null, tickSize: 0, padding: 0.04 },
    marks: [
      Plot.cell(cells, {
        x: 'taken',
        y: 'label',
        fill: colour,
        fillOpacity: (cell: Cell) => 0.05 + 0.7 * cell.share,
        rx: 3,
      }),
      Plot.text(cells, {
        x: 'taken',
        y: 'label',
        text: (cell: Cell) => (cell.share * 100).toFixed(0),
        fill: (cell: Cell) => (cell.share > 0.5 ? 'var(--strong)' : 'var(--ink)'),
      }),
    ],
  });
}
