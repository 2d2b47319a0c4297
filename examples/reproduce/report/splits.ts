import * as Plot from '@observablehq/plot';
import type { Results } from '../results.js';
import { chart } from '../../shared/report/chart.js';
import { html, type Markup } from '../../shared/report/html.js';
import { figure, table } from '../../shared/report/parts.js';
import { grouped } from '../../shared/report/words.js';

const SPLITS = ['train', 'validation', 'test'] as const;
const SPLIT_NAMES = { train: 'Training', validation: 'Validation', test: 'Test' } as const;

/** Images of each class in each split: the paper's figure 3 for this run. */
export function splitFigure(results: Results): Markup {
  const { data } = results;
  return figure({
    title: 'Figure 3 · Images of each class',
    body: html`<div class="triple">${SPLITS.map((split) => bars(results, split))}</div>
      <details>
        <summary>The numbers</summary>
        ${table(
          ['Split', ...data.classNames, 'all'],
          SPLITS.map((split) => [
            `${SPLIT_NAMES[split]} (${data.splits[split].name})`,
            ...data.splits[split].perClass.map(grouped),
            grouped(data.splits[split].count),
          ]),
        )}
      </details>`,
    caption: html`${data.kind === 'real' ? `Real faces of ${data.name}` : 'Drawn faces'}, ${data.width}×${data.height}
    pixels, ${data.channels === 1 ? 'grey' : 'colour'}. Each panel has its own scale.
    ${data.notes.length > 0 && `Notes: ${data.notes.join('; ')}.`}`,
  });
}

function bars(results: Results, split: (typeof SPLITS)[number]): Markup {
  const { count, perClass } = results.data.splits[split];
  const rows = results.data.classNames.map((name, at) => ({ name, faces: perClass[at] ?? 0 }));
  return html`<div>
    <h4>${SPLIT_NAMES[split]} · ${grouped(count)}</h4>
    ${chart(`Images of each class in the ${split} split`, {
      width: 300,
      height: 215,
      marginLeft: 62,
      marginRight: 46,
      marginTop: 4,
      marginBottom: 6,
      x: { axis: null },
      y: { label: null, domain: results.data.classNames, tickSize: 0, padding: 0.25 },
      marks: [
        Plot.barX(rows, { x: 'faces', y: 'name', fill: 'var(--baseline)', rx: 2 }),
        Plot.text(rows, { x: 'faces', y: 'name', text: (row) => grouped(row.faces), textAnchor: 'start', dx: 5 }),
      ],
    })}
  </div>`;
}
