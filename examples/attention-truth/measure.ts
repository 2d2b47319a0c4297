import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../src/attention/index.js';
import { centerCrops } from '../../src/data/crops.js';
import { syntheticSplits } from '../../src/data/synthetic/index.js';
import type { SyntheticDataset } from '../../src/data/synthetic/index.js';
import { attentionShare, type RegionShare } from '../../src/measures/index.js';
import { slimNetwork } from '../../src/models/slimNetwork.js';
import { evaluate, trainClassifier } from '../../src/training/index.js';
import { methodsFor } from './methods.js';
import { partsOfFace } from './tasks.js';
import type { TruthTask } from './tasks.js';

/** How much is drawn and trained. */
export interface TruthSettings {
  size: number;
  train: number;
  test: number;
  epochs: number;
  difficulty: number;
}

/** What one network's maps by one method say of all test faces, each map with the face's true class as its target. */
export interface TruthRow {
  carrier: string;
  seed: number;
  network: 'trained' | 'random';
  method: string;
  /** Faces looked at. */
  faces: number;
  /**
   * Of the faces, those whose map has the largest share on the area that carries the emotion; by region occlusion those whose score drops most
   * without that area.
   */
  hits: number;
  /** Of the faces, those that the trained network names rightly. */
  named: number;
  /** Hits among them. */
  namedHits: number;
  /** Of the faces, those whose map is densest there: the largest share for its size. */
  densest: number;
  /** Faces whose map shows nothing; they count as missed. */
  degenerate: number;
  /** Mean share of the attention on that area. */
  share: number;
  /** Mean share of the area in the picture. */
  area: number;
}

/** Trains a network on faces of which one area tells the emotion, and asks every method where it looks; then a network not trained. */
export async function measureTruth(
  task: TruthTask,
  seed: number,
  settings: TruthSettings,
  tell: (line: string) => void,
): Promise<{ accuracy: number; rows: TruthRow[] }> {
  const { size, train, test, epochs, difficulty } = settings;
  const { carrier, emotions } = task;
  const counts = { train, validation: test, test };
  const drawn = { size, emotions, carrier, difficulty, seed };
  const { train: faces, validation, test: testFaces } = syntheticSplits({ ...counts, ...drawn });
  const network = (of: number): LayersModel => slimNetwork({ inputSize: size, gate: 'stem', seed: of });
  const model = network(seed);
  const schedule = { kind: 'oneCycle', maxRate: 0.05 } as const;
  for await (const record of trainClassifier({
    model,
    train: faces,
    validation,
    epochs,
    batchSize: 64,
    schedule,
    seed,
  })) {
    tell(`${carrier}, seed ${seed}, epoch ${record.epoch}: ${(100 * record.validationAccuracy).toFixed(1)} % right`);
  }
  const { accuracy, predictions } = await evaluate(model, testFaces);
  const named = Array.from(testFaces.labels, (label, at) => predictions[at] === label);
  const rows: TruthRow[] = [];
  for (const [name, asked] of [
    ['trained', model],
    ['random', network(seed + 1000)],
  ] as const) {
    const found = await askAll(asked, testFaces, named, carrier, tell);
    rows.push(...found.map((row): TruthRow => ({ carrier, seed, network: name, ...row })));
    asked.dispose();
  }
  return { accuracy, rows };
}

async function askAll(
  model: LayersModel,
  dataset: SyntheticDataset,
  named: readonly boolean[],
  carrier: string,
  tell: (line: string) => void,
): Promise<Omit<TruthRow, 'carrier' | 'seed' | 'network'>[]> {
  const { height: size, landmarks, labels } = dataset;
  const target = Array.from(labels);
  const faces = target.length;
  const images = tf.tensor4d(centerCrops(dataset, [...labels.keys()], size), [faces, size, size, 1]);
  const regions = partsOfFace(size);
  const rows: Omit<TruthRow, 'carrier' | 'seed' | 'network'>[] = [];
  for (const [name, method] of Object.entries(methodsFor(regions, landmarks))) {
    const map = await attentionMap(model, images, { method, target });
    const { regions: shares, leftOut } = await attentionShare(map, { regions, landmarks });
    const drops = name === 'regionOcclusion' ? map.details : undefined;
    map.dispose();
    const valuesOf = (of: 'share' | 'concentration') =>
      Object.fromEntries(Object.entries(shares).map(([part, measured]) => [part, measured[of].values]));
    const own = shares[carrier] as RegionShare;
    const found = largestAt(drops ?? valuesOf('share'), carrier);
    const hits = count(found);
    rows.push({
      ...{ method: name, faces, hits, degenerate: leftOut },
      ...{ named: count(named), namedHits: count(found.filter((_, at) => named[at])) },
      densest: count(largestAt(valuesOf('concentration'), carrier)),
      ...{ share: own.share.mean ?? NaN, area: own.area.mean ?? NaN },
    });
    tell(`  ${name}: ${hits} of ${faces}`);
  }
  images.dispose();
  return rows;
}

/** Whether each image has its largest number at that part; images without a number there have it elsewhere. */
function largestAt(parts: Readonly<Record<string, readonly (number | null)[]>>, part: string): boolean[] {
  return (parts[part] as readonly (number | null)[]).map(
    (own, at) => own !== null && Object.values(parts).every((numbers) => (numbers[at] ?? -Infinity) <= own),
  );
}

function count(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length;
}
