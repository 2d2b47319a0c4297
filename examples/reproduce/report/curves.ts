import * as Plot from '@observablehq/plot';
import { ROLES, type EpochResult, type Results } from '../results.js';
import { chart, COLOURS } from '../../shared/report/chart.js';
import { html, type Markup } from '../../shared/report/html.js';
import { figure, legend } from '../../shared/report/parts.js';
import { grouped } from '../../shared/report/words.js';
import { ROLE_NAMES } from './roles.js';

interface CurvePoint {
  curve: string;
  role: keyof typeof COLOURS;
  updates: number;
  value: number;
  kept: boolean;
}

/** Loss and accuracy of the three trainings over their updates. */
export function learningCurves(results: Results): Markup {
  const chance = 1 / results.data.classNames.length;
  return figure({
    title: 'Learning curves',
    body: html`${legend([
        ...ROLES.map((role) => ({ name: ROLE_NAMES[role], colour: COLOURS[role] })),
        { name: 'validation', line: 'solid' as const },
        { name: 'training', line: 'dashed' as const },
      ])}
      <div class="pair">
        ${panel(results, 'Accuracy', 'trainAccuracy', 'validationAccuracy', chance)}
        ${panel(results, 'Cross-entropy loss', 'trainLoss', 'validationLoss')}
      </div>`,
    caption: html`Each point is one epoch; the ring marks the epoch whose weights were kept, the best on the validation
    split (${results.data.splits.validation.name}, ${grouped(results.data.splits.validation.count)} faces). The
    horizontal axis counts updates of the weights; each of the predictor’s shows every face of its batch with all its
    copies. Training values are means over an epoch while the network still changes and on augmented pictures (the
    predictor’s also on its copies, which are harder), and may therefore lie below the validation values. The
    predictor’s validation sums the scores over the copies, which also makes its loss larger where it errs. Dotted:
    chance (${(chance * 100).toFixed(1)} %).`,
  });
}

function panel(
  results: Results,
  name: string,
  training: keyof EpochResult,
  validation: keyof EpochResult,
  chance?: number,
): Markup {
  const lines = (key: keyof EpochResult) => ROLES.flatMap((role) => points(results, role, key));
  const share = chance !== undefined;
  const common = { x: 'updates', y: 'value', z: 'curve', stroke: (point: CurvePoint) => COLOURS[point.role] };
  return chart(`${name} over the updates`, {
    height: 280,
    x: {
      label: 'updates, thousands',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 5,
      domain: [0, widest(results)],
    },
    y: { label: name, labelArrow: 'none', ...(share ? { percent: true } : {}), grid: true, ticks: 6, zero: false },
    marks: [
      Plot.ruleY(share ? [chance] : [], { stroke: COLOURS.quiet, strokeDasharray: '1,3' }),
      Plot.line(lines(training), { ...common, strokeWidth: 1.25, strokeDasharray: '5,4', strokeOpacity: 0.75 }),
      Plot.line(lines(validation), { ...common, strokeWidth: 2 }),
      Plot.dot(lines(validation), { ...common, fill: (point: CurvePoint) => COLOURS[point.role], r: 2.5 }),
      Plot.dot(
        lines(validation).filter((point) => point.kept),
        { ...common, r: 6, strokeWidth: 1.5 },
      ),
    ],
  });
}

function points(results: Results, role: (typeof ROLES)[number], key: keyof EpochResult): CurvePoint[] {
  const { epochs, bestEpoch } = results.trainings[role];
  let updates = 0;
  return epochs.map((epoch) => {
    updates += epoch.steps;
    return { curve: role, role, updates: updates / 1000, value: epoch[key], kept: epoch.epoch === bestEpoch };
  });
}

function widest(results: Results): number {
  return (
    Math.max(...ROLES.map((role) => results.trainings[role].epochs.reduce((sum, epoch) => sum + epoch.steps, 0))) / 1000
  );
}
