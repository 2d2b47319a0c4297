import { centerCrops } from '../../src/data/crops.js';
import { syntheticFaces } from '../../src/data/synthetic/index.js';
import { toBase64 } from '../shared/base64.js';
import { saliencyPairs, type SaliencyPair } from '../shared/saliencyPairs.js';
import { runSettings, type ArmName } from './arms.js';
import type { PaperRequest } from './commandLine.js';
import type { RunResult } from './records.js';
import { openTrained, type Workshop } from './train.js';

/** What the report's pictures are drawn from. All faces are drawn, not photographs. */
export interface PaperFigures {
  height: number;
  width: number;
  channels: 1 | 3;
  /** Figures 1 and 6: the baseline beside the network trained with masks, and beside the Perturb predictor. */
  saliency: Partial<Record<'masked' | 'perturb', SaliencyPair[]>>;
  /** Figure 4: the face that is shown with its copies, base64 pixels. */
  face: string;
}

const SHOWN_FACES = 280;

/** Computes the pictures of the first network's first seed. */
export async function paperFigures(
  request: PaperRequest,
  finished: ReadonlyMap<string, RunResult>,
  workshop: Workshop,
): Promise<PaperFigures> {
  const { preset, labels, networks } = request;
  const { inputSize } = preset;
  const { channels } = workshop.data.plain.train;
  const shown = syntheticFaces({ count: SHOWN_FACES, seed: 1 });
  const saliency: PaperFigures['saliency'] = {};
  const run = (arm: ArmName) => runSettings({ arm, network: networks[0]!, seed: 1 }, { preset, labels });
  for (const arm of channels === 1 ? (['masked', 'perturb'] as const) : []) {
    const [first, second] = [run('baseline'), run(arm)];
    if (!finished.has(first.id) || !finished.has(second.id)) continue;
    const models = [await openTrained(first, workshop), await openTrained(second, workshop)] as const;
    saliency[arm] = await saliencyPairs({ first: models[0], second: models[1], shown, inputSize });
    models.forEach((model) => model.dispose());
  }
  const happy = shown.labels.indexOf(shown.classNames.indexOf('happy'));
  const pixels = Uint8Array.from(centerCrops(shown, [happy], inputSize), (value) => Math.round(255 * value));
  return { height: inputSize, width: inputSize, channels: 1, saliency, face: toBase64(pixels) };
}
