import { EXPERIMENT_NAMES } from '../experiments/index.js';
import { PAPER_PRESETS, type PaperPresetName } from '../presets.js';
import type { PaperResults } from '../summary/results.js';

/** The command that gives these results; PATH stands for a reader's own folder. */
export function commandOf({ settings, data }: PaperResults): string {
  const { experiments, presetName, preset, networks, seeds, labels } = settings;
  const parts = [
    'npm run paper --',
    ...(experiments.length < EXPERIMENT_NAMES.length ? experiments : []),
    ...(data.kind === 'real' ? ['--data PATH/fer2013.csv', '--masked PATH/maskfer.csv'] : []),
    `--preset ${presetName}`,
    `--networks ${networks.join(',')}`,
    `--seeds ${seeds}`,
    ...(preset.epochs === PAPER_PRESETS[presetName as PaperPresetName].epochs ? [] : [`--epochs ${preset.epochs}`]),
    ...(labels === 'ferplus' ? ['--labels ferplus --ferplus PATH/fer2013new.csv'] : []),
  ];
  return parts.join(' ');
}
