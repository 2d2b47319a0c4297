import { html, type Markup } from '../../shared/report/html.js';
import { table } from '../../shared/report/parts.js';
import { DEFAULT_REGIONS } from '../regions.js';
import type { Results } from '../results.js';
import { FILL_WORDS } from './summary.js';

/** What decided the numbers. */
export function settingsTable({ settings, model, faces }: Results): Markup {
  const { input } = model;
  return html`${table(
    ['Setting', ''],
    [
      ['model', `${settings.model}, ${model.kind === 'layers' ? 'a model of layers' : 'a graph model'}`],
      [
        'outputs',
        `${model.outputs}${settings.logits === undefined ? '' : ` of the node ${settings.logits}`}: ${model.labels.join(', ')}`,
      ],
      [
        'its pictures',
        `${input.height} × ${input.width}, ${input.channels === 1 ? 'grey' : 'RGB'}, ${input.range.join(' … ')}`,
      ],
      [
        'faces',
        `${faces.count} of ${settings.faces}, ${faces.size} × ${faces.size} pixels, at most ${settings.perClass} of an emotion, seed ${settings.seed}`,
      ],
      [
        'landmarks',
        `${settings.landmarks}${faces.meanShape === faces.count ? '' : `; the mean shape for ${faces.meanShape} faces`}`,
      ],
      ['a hidden region', FILL_WORDS[settings.fill] ?? settings.fill],
      ['score', settings.score],
    ],
  )}`;
}

/** Versions and machine facts. */
export function versionsTable({ environment }: Results): Markup {
  return table(
    ['Versions', ''],
    [
      ['face-perturb', environment.facePerturb],
      ['TensorFlow.js', environment.tfjs],
      ['Node', environment.node],
      ['platform', environment.platform],
      ['backend', String(environment.backend['name'] ?? '')],
    ],
  );
}

/** The command that repeats the run, with PATH where the files are. */
export function command({ settings }: Results): string {
  const { range, labels, regions, landmarks, logits, size } = settings;
  const parts = [
    `--model PATH/${settings.model} --faces PATH/${settings.faces} --range ${range.join(',')}`,
    labels && `--labels ${labels.join(',')}`,
    logits !== undefined && `--logits ${logits}`,
    `--landmarks ${landmarks === 'mean' ? landmarks : `PATH/${landmarks}`}`,
    regions.join() !== DEFAULT_REGIONS.join() && `--regions ${regions.join(',')}`,
    `--fill ${settings.fill} --score ${settings.score} --per-class ${settings.perClass} --split ${settings.split}`,
    size !== undefined && `--size ${size}`,
    `--seed ${settings.seed}`,
  ];
  return `npm run explain -- ${parts.filter(Boolean).join(' \\\n  ')}`;
}
