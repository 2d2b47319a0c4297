import { PRESETS } from '../../examples/reproduce/presets.js';
import { type Figures, type Results } from '../../examples/reproduce/results.js';
import { compare, score, wilson } from '../../examples/shared/statistics.js';
import { EMOTIONS } from '../../src/data/dataset.js';
import { createRandom } from '../../src/support/random.js';
import { VIEWS } from '../../examples/shared/predict.js';
import type { SignedMap } from '../../examples/shared/report/pictures.js';

const SIDE = 40;
const CLASSES = EMOTIONS.length;
const base64 = (bytes: Uint8Array | Int8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

/** Made-up results in the right shape, to test the report without a training. Their numbers mean nothing. */
export function sampleRun({ count = 1400 } = {}): { results: Results; figures: Figures } {
  const random = createRandom('sample run');
  const labels = Uint8Array.from({ length: count }, () => Math.min(random.integer(CLASSES), random.integer(CLASSES)));
  const guess = (right: number) => labels.map((label) => (random.chance(right) ? label : random.integer(CLASSES)));
  const predictions = {
    baseline: { plain: guess(0.5), tenCrop: guess(0.55) },
    perturb: { plain: guess(0.52), tenCrop: guess(0.58) },
  };
  const arm = (of: 'baseline' | 'perturb', view: 'plain' | 'tenCrop') => {
    const scored = score(predictions[of][view], labels, CLASSES);
    return {
      ...scored,
      interval: wilson(scored.accuracy, count),
      accuracyWithoutRepeats: scored.accuracy - 0.003,
      predictions: base64(predictions[of][view]),
    };
  };
  const both = (of: 'baseline' | 'perturb') => ({ plain: arm(of, 'plain'), tenCrop: arm(of, 'tenCrop') });
  const difference = (view: 'plain' | 'tenCrop') =>
    compare(predictions.baseline[view], predictions.perturb[view], labels, CLASSES, 200);
  const perClass = EMOTIONS.map((_, at) => labels.filter((label) => label === at).length);
  const maps = [1, 2, 3].map((epoch) => clusterMap(epoch));
  const results: Results = {
    format: 'face-perturb reproduce 1',
    settings: {
      preset: 'laptop',
      data: 'fer2013.csv',
      seed: 1,
      backend: 'wasm',
      faces: 'synthetic',
      details: PRESETS.laptop,
    },
    environment: {
      facePerturb: '0.1.0',
      tfjs: '4.22.0',
      node: 'v20.0.0',
      platform: 'linux x64',
      backend: { name: 'wasm', simd: true, threads: 1 },
    },
    data: {
      name: 'fer2013',
      kind: 'real',
      classNames: [...EMOTIONS],
      height: 48,
      width: 48,
      channels: 1,
      splits: {
        train: { name: 'Training', count: count * 8, perClass: perClass.map((faces) => faces * 8) },
        validation: { name: 'PublicTest', count, perClass },
        test: { name: 'PrivateTest', count, perClass },
      },
      repeatedTestFaces: 114,
      notes: [],
      sha256: '0'.repeat(64),
    },
    trainings: {
      baseline: training(12, count * 8),
      attention: training(3, count * 8),
      predictor: training(3, count * 32),
    },
    clusters: { height: SIDE, width: SIDE, requested: 3, epochs: maps, final: maps[2]! },
    test: {
      count,
      labels: base64(labels),
      baseline: both('baseline'),
      perturb: both('perturb'),
      difference: { plain: difference(VIEWS[0]), tenCrop: difference(VIEWS[1]) },
    },
    timing: {
      finishedAt: '2025-01-01T12:00:00.000Z',
      phaseSeconds: { data: 4, baseline: 3000, attention: 800, predictor: 2900, test: 200 },
      epochSeconds: { baseline: Array(12).fill(250), attention: Array(3).fill(260), predictor: Array(3).fill(970) },
      totalSeconds: 6904,
    },
  };
  return { results, figures: figures(random) };

  function training(epochs: number, samples: number) {
    return {
      network: 'slim',
      parameters: 101_335,
      bestEpoch: epochs,
      epochs: Array.from({ length: epochs }, (_, at) => {
        const progress = (at + 1) / epochs;
        return {
          epoch: at + 1,
          learningRate: 0.1 * (1 - progress),
          trainLoss: 1.8 - 0.9 * progress,
          trainAccuracy: 0.25 + 0.4 * progress,
          validationLoss: 1.7 - 0.6 * progress + random.uniform(0, 0.05),
          validationAccuracy: 0.3 + 0.3 * progress - random.uniform(0, 0.03),
          samples,
          steps: Math.ceil(samples / 128),
        };
      }),
    };
  }
}

function clusterMap(epoch: number) {
  const rows = Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
    return row > 22 + epoch ? 2 : column < 20 ? 0 : 1;
  });
  const sizes = [0, 1, 2].map((cluster) => rows.filter((label) => label === cluster).length);
  return { epoch, labels: rows.join(''), sizes, centroids: [0, 1, 2].map(() => ({ x: 0.5, y: 0.5, attention: 0.5 })) };
}

function figures(random: ReturnType<typeof createRandom>): Figures {
  const pixel = (wave: number) => (_: unknown, at: number) => {
    const [row, column] = [(Math.floor(at / SIDE) - 20) / 20, ((at % SIDE) - 20) / 20];
    return Math.exp(-(row * row + column * column) * 2) * Math.cos(wave * (row + column));
  };
  const area = { length: SIDE * SIDE };
  const face = base64(Uint8Array.from(area, (_, at) => 40 + 180 * Math.abs(pixel(2)(_, at))));
  const signedMap = (): SignedMap => {
    const wave = random.uniform(3, 9);
    return { scale: 0.02, values: base64(Int8Array.from(area, (_, at) => 127 * pixel(wave)(_, at))) };
  };
  return {
    faces: 'synthetic',
    height: SIDE,
    width: SIDE,
    channels: 1,
    saliency: EMOTIONS.map((className, at) => ({
      className,
      face,
      right: [at % 3 !== 0, at % 2 === 0],
      maps: [signedMap(), signedMap()],
    })),
    copiesFace: face,
    attentionFaces: 512,
    attention: base64(Uint8Array.from(area, (_, at) => 255 * Math.abs(pixel(1)(_, at)))),
  };
}
