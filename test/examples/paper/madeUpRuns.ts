import { gridRuns } from '../../../examples/paper/grid.js';
import { openData, type PaperData } from '../../../examples/paper/data.js';
import { packLogits } from '../../../examples/paper/logits.js';
import { RUN_FORMAT, type Faces, type RunResult, type RunSettings } from '../../../examples/paper/records.js';
import { readCommandLine, type PaperRequest } from '../../../examples/paper/commandLine.js';

const CLASSES = 7;

/** Logits that name given classes: 4 for the class, and 0 for the others. */
export function logitsNaming(classes: ArrayLike<number>): Float32Array {
  const logits = new Float32Array(classes.length * CLASSES);
  for (let face = 0; face < classes.length; face++) logits[face * CLASSES + classes[face]!] = 4;
  return logits;
}

/** Predictions that are right on a share of the faces, evenly spread, and else name the next class. */
export function rightOn(share: number, labels: Uint8Array): Uint8Array {
  return labels.map((label, face) => ((face * 37) % 100 < share * 100 ? label : (label + 1) % CLASSES));
}

/** A small grid and its data, without any training. */
export async function madeUpGrid(
  ...argv: string[]
): Promise<{ request: PaperRequest; data: PaperData; runs: RunSettings[] }> {
  const request = readCommandLine(argv);
  const preset = { ...request.preset, synthetic: { train: 7, validation: 7, test: 210 } };
  const { labels, experiments, networks, seeds } = request;
  const paths = { path: undefined, maskedPath: undefined, ferPlusPath: undefined };
  const data = await openData({ ...paths, labels, preset, needsMasked: false });
  return { request, data, runs: gridRuns({ preset: request.preset, labels, experiments, networks, seeds }) };
}

/** A finished run with the same logits in both views. */
export function madeUpRun(
  settings: RunSettings,
  data: PaperData,
  logits: Partial<Record<Faces, Float32Array>>,
): RunResult {
  const packed = Object.entries(logits).map(([faces, values]) => {
    const text = packLogits(values);
    return [faces, { plain: text, tenCrop: text }];
  });
  const epoch = {
    ...{ phase: 'predictor', epoch: 1, trainLoss: 1, trainAccuracy: 0.5, validationLoss: 1, validationAccuracy: 0.5 },
    ...{ macroF1: 0.5, learningRate: 0.1, samples: 100, steps: 10, best: true },
  };
  return {
    format: RUN_FORMAT,
    ...{ settings, data: data.facts, parameters: 1000, bestEpoch: 1 },
    epochs: [epoch, { ...epoch, epoch: 2, best: false }],
    tests: Object.fromEntries(packed) as RunResult['tests'],
    environment: {
      facePerturb: '0.1.0',
      tfjs: '4.22.0',
      node: 'v20',
      platform: 'linux x64',
      backend: { name: 'wasm' },
    },
    timing: { finishedAt: '2026-01-01', seconds: 5 },
  };
}
