import * as tf from '@tensorflow/tfjs-core';
import { attentionMap } from '../../src/attention/index.js';
import { regionOcclusion } from '../../src/attention/methods/regionOcclusion.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { regionCoverage } from '../../src/regions/index.js';
import type { FaceLandmarks } from '../../src/regions/landmarks.js';
import type { Region } from '../../src/regions/region.js';
import type { Request } from './commandLine.js';
import type { FittedFaces } from './fitFaces.js';
import type { OpenModel } from './openModel.js';
import { classScores, outputKind, type OutputKind, type ScoreKind } from './scores.js';

/** What was measured on each face. */
export interface Measured {
  outputs: OutputKind;
  /** Class id that the model names for each face. */
  predicted: number[];
  /** Class id that each face counts for: its label, or without one what the model names. */
  classes: number[];
  /** Score of that class for the whole face. */
  scores: number[];
  /** By region, how much the score drops without it, for each face. */
  drops: Record<string, number[]>;
  /** By region, the share of the picture it covers, for each face. */
  areas: Record<string, number[]>;
}

/** How a region is hidden and what is measured. */
export interface ExplainOptions extends Pick<Request, 'fill' | 'score'> {
  regions: Record<string, Region>;
  onProgress?: (done: number, total: number) => void;
}

/** Hides each region of each face, and measures the drop of its class's score. */
export async function explain(model: OpenModel, faces: FittedFaces, options: ExplainOptions): Promise<Measured> {
  const { fill, score, regions, onProgress } = options;
  const outputs = await outputsOf(model, faces);
  const kind = outputKind(outputs, model.labels.length);
  const predicted = largest(outputs, model.labels.length);
  const classes = faces.labels.map((label, at) => (label >= 0 ? label : (predicted[at] as number)));
  const measured: Measured = { outputs: kind, predicted, classes, scores: [], drops: {}, areas: {} };
  for (const name of Object.keys(regions)) [measured.drops[name], measured.areas[name]] = [[], []];
  const explained = scoringModel(model, kind, score);
  for (let start = 0; start < faces.count; start += model.batchSize) {
    const count = Math.min(model.batchSize, faces.count - start);
    const images = imagesOf(faces, start, count);
    const landmarks = faces.landmarks.slice(start, start + count);
    const map = await attentionMap(explained, images, {
      method: regionOcclusion({ regions, landmarks, fill }),
      target: classes.slice(start, start + count),
      batchSize: model.batchSize,
    }).finally(() => images.dispose());
    measured.scores.push(...map.scores);
    for (const name of Object.keys(regions)) measured.drops[name]?.push(...(map.details[name] ?? []));
    map.dispose();
    onProgress?.(start + count, faces.count);
  }
  const area = areaFinder(faces.size);
  for (const [name, region] of Object.entries(regions)) {
    measured.areas[name] = faces.landmarks.map((landmarks) => area(name, region, landmarks));
  }
  return measured;
}

/** The model as a classifier that gives the score of each class. */
export function scoringModel(model: Pick<OpenModel, 'run'>, kind: OutputKind, score: ScoreKind) {
  return { predict: (images: tf.Tensor4D) => tf.tidy(() => classScores(model.run(images), kind, score)) };
}

/** Some of the faces as a tensor in [0, 1]. */
export function imagesOf({ pixels, size, channels }: FittedFaces, start: number, count: number): tf.Tensor4D {
  const values = size * size * channels;
  const bytes = pixels.subarray(start * values, (start + count) * values);
  return tf.tensor4d(
    Float32Array.from(bytes, (value) => value / 255),
    [count, size, size, channels],
  );
}

async function outputsOf(model: OpenModel, faces: FittedFaces): Promise<Float32Array> {
  const classes = model.labels.length;
  const all = new Float32Array(faces.count * classes);
  for (let start = 0; start < faces.count; start += model.batchSize) {
    const images = imagesOf(faces, start, Math.min(model.batchSize, faces.count - start));
    const outputs = model.run(images);
    all.set(await outputs.data<'float32'>(), start * classes);
    tf.dispose([images, outputs]);
  }
  const wrong = all.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return all;
  throw new FacePerturbError(`--model: its output for face ${Math.floor(wrong / classes)}`, {
    code: 'invalid-data',
    expected: 'finite numbers',
    received: String(all[wrong]),
    fix: 'Is --range what the model was trained with?',
  });
}

function largest(outputs: Float32Array, classes: number): number[] {
  return Array.from({ length: outputs.length / classes }, (_, row) => {
    const scores = outputs.subarray(row * classes, (row + 1) * classes);
    return scores.indexOf(Math.max(...scores));
  });
}

/** Areas of regions; those of faces that share the mean shape are computed once. */
function areaFinder(size: number): (name: string, region: Region, landmarks: FaceLandmarks) => number {
  const known = new Map<FaceLandmarks, Map<string, number>>();
  return (name, region, landmarks) => {
    const ofFace = known.get(landmarks) ?? new Map<string, number>();
    known.set(landmarks, ofFace);
    const before = ofFace.get(name);
    if (before !== undefined) return before;
    const coverage = regionCoverage(region, { height: size, width: size, landmarks });
    const area = coverage.reduce((sum, value) => sum + value, 0) / coverage.length;
    ofFace.set(name, area);
    return area;
  };
}
