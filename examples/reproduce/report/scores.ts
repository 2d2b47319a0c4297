import * as Plot from '@observablehq/plot';
import { type ArmScore, type Results } from '../results.js';
import { chart, COLOURS } from '../../shared/report/chart.js';
import { html, type Content, type Markup } from '../../shared/report/html.js';
import { PAPER_TABLE_2 } from '../../shared/paper.js';
import { figure, legend, table } from '../../shared/report/parts.js';
import { grouped, percent, points, pointsRange, signed } from '../../shared/report/words.js';
import { VIEWS, type View } from '../../shared/predict.js';

const VIEW_NAMES: Record<View, string> = { plain: 'centre crop', tenCrop: 'ten crops' };
const ARMS = ['baseline', 'perturb'] as const;
const ARM_NAMES = { baseline: 'Baseline', perturb: 'Perturb predictor' } as const;
const ARM_COLOURS = { baseline: COLOURS.baseline, perturb: COLOURS.predictor } as const;

/** Accuracy and macro F1 of both arms, tested both ways, with the paper's Table 2 beside them. */
export function scoreTable(results: Results): Markup {
  const { test, data } = results;
  const rows = ARMS.flatMap((arm) =>
    VIEWS.map((view) =>
      scoreRow(`${ARM_NAMES[arm]}, ${VIEW_NAMES[view]}`, test[arm][view], data.repeatedTestFaces > 0),
    ),
  );
  const differences = VIEWS.map((view) => {
    const { accuracy, macroF1 } = test.difference[view];
    return [
      html`<strong>Difference, ${VIEW_NAMES[view]}</strong>`,
      html`<strong>${points(accuracy.estimate)}</strong>`,
      pointsRange(accuracy),
      html`<strong>${signed(macroF1.estimate, 3)}</strong>`,
      ...(data.repeatedTestFaces > 0 ? [points(withoutRepeats(results, view))] : []),
    ];
  });
  const head = [
    'This run',
    'Accuracy',
    '95 % interval',
    'Macro F1',
    ...(data.repeatedTestFaces > 0 ? ['Without repeats'] : []),
  ];
  return html`${table(head, [...rows, ...differences])}
    <p class="note">
      ${grouped(test.count)} test faces (${data.splits.test.name}). Differences are percentage points, Perturb less
      baseline on the same faces.
      ${
        data.repeatedTestFaces > 0 &&
        html`“Without repeats” leaves out the ${grouped(data.repeatedTestFaces)} test faces whose very pixels are also
        in the training or validation split.`
      }
    </p>`;
}

/** The paper's Table 2. */
export function paperTable(): Markup {
  const rows = PAPER_TABLE_2.flatMap(({ network, baseline, perturb }): Content[][] =>
    perturb === undefined
      ? []
      : [
          [
            network,
            `${baseline.accuracy.toFixed(1)} %`,
            `${perturb.accuracy.toFixed(1)} %`,
            signed(perturb.accuracy - baseline.accuracy, 1),
            `${baseline.f1} → ${perturb.f1}`,
          ],
        ],
  );
  return html`${table(['The paper (Table 2)', 'Baseline', 'Perturb', 'Difference', 'Macro F1'], rows)}
    <p class="note">
      Qiu, arXiv:2411.00824, on FER2013: single runs of 200 epochs without intervals, with larger networks, and with
      four times the pictures an epoch for the Perturb arm.
    </p>`;
}

/** Accuracies with their intervals as a dot plot. */
export function scoreChart(results: Results): Markup {
  const rows = ARMS.flatMap((arm) =>
    VIEWS.map((view) => ({ arm, view: VIEW_NAMES[view], ...results.test[arm][view].interval })),
  );
  const place = {
    y: (row: (typeof rows)[number]) => ARM_NAMES[row.arm],
    fy: 'view',
    stroke: (row: (typeof rows)[number]) => ARM_COLOURS[row.arm],
  };
  return figure({
    title: 'Test accuracy',
    body: html`${legend(ARMS.map((arm) => ({ name: ARM_NAMES[arm], colour: ARM_COLOURS[arm] })))}
    ${chart('Test accuracy of both arms with 95 % intervals', {
      height: 220,
      marginLeft: 78,
      marginTop: 6,
      x: {
        percent: true,
        label: 'accuracy, %',
        labelAnchor: 'center',
        labelArrow: 'none',
        grid: true,
        ticks: 6,
        inset: 8,
      },
      y: { axis: null, padding: 0.6, domain: ARMS.map((arm) => ARM_NAMES[arm]) },
      fy: { label: null, axis: 'left', padding: 0.15, domain: VIEWS.map((view) => VIEW_NAMES[view]) },
      marks: [
        Plot.ruleY(rows, { ...place, x1: 'low', x2: 'high', strokeWidth: 3, strokeOpacity: 0.5 }),
        Plot.dot(rows, { ...place, x: 'estimate', fill: (row: (typeof rows)[number]) => ARM_COLOURS[row.arm], r: 4.5 }),
      ],
    })}`,
    caption: html`Dots: share of the ${grouped(results.test.count)} test faces named rightly; bars: Wilson’s 95 %
    intervals of each. Both arms are tested on the same faces, so bars that overlap do not by themselves mean “no
    difference”: the paired interval of the difference is in the table.`,
  });
}

function scoreRow(name: string, arm: ArmScore, repeats: boolean): Content[] {
  const { low, high } = arm.interval;
  return [
    name,
    percent(arm.accuracy),
    `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)} %`,
    arm.macroF1.toFixed(3),
    ...(repeats ? [percent(arm.accuracyWithoutRepeats)] : []),
  ];
}

function withoutRepeats({ test }: Results, view: View): number {
  return test.perturb[view].accuracyWithoutRepeats - test.baseline[view].accuracyWithoutRepeats;
}
