import type { NetworkName } from '../../src/models/index.js';
import { OPTIMIZER, type PaperPreset } from './presets.js';
import type { Copies, Labels, RunSettings, Training } from './records.js';

/** Clusters of the paper's main experiment. */
export const CLUSTERS = 3;

/** The arms that are compared, by name: what each is, in words for the reports. */
export const ARMS = {
  attention: 'attention classifier',
  baseline: 'baseline',
  masked: 'trained on masked faces',
  perturb: 'Perturb Scheme',
  longer: 'baseline with as many updates and pictures',
  blobs: "copies without random blobs of the clusters' area",
  erasing: 'copies without random rectangles',
  shuffled: 'copies without clusters of shuffled attention',
  landmarks: 'copies without parts of the average face',
} as const;

/** Name of an arm. */
export type ArmName = keyof typeof ARMS;

/** The arms that might explain a gain of the Perturb Scheme without its idea. */
export const CONTROLS = ['longer', 'blobs', 'erasing', 'shuffled', 'landmarks'] as const satisfies readonly ArmName[];

/** Which run is asked for. */
export interface RunRequest {
  arm: ArmName;
  network: NetworkName;
  seed: number;
  /** Clusters, for the Perturb Scheme. @default 3 */
  clusters?: number;
}

/** What all runs of a grid share. */
export interface GridSettings {
  preset: PaperPreset;
  labels: Labels;
}

/** The settings of one run. */
export function runSettings(request: RunRequest, { preset, labels }: GridSettings): RunSettings {
  const { arm, network, seed } = request;
  const copies = copiesOf(request);
  const common = { arm, network, seed, labels, inputSize: preset.inputSize };
  const id = [network, copies?.kind === 'clusters' ? `${arm}${copies.count}` : arm, `seed${seed}`, ...named(labels)];
  return {
    id: id.join('-'),
    ...common,
    trainedOn: arm === 'masked' ? 'masked' : 'plain',
    gate: arm === 'attention' ? preset.gate : 'none',
    training: trainingOf(arm, copies, preset),
    ...(copies && { copies }),
    ...(needsClusters(copies) && {
      clustering: preset.clustering,
      attention: runSettings({ arm: 'attention', network, seed }, { preset, labels }),
    }),
  };
}

/** Whether copies depend on the attention classifier; blobs have the areas of its clusters. */
export function needsClusters(copies: Copies | undefined): boolean {
  return copies?.kind === 'clusters' || copies?.kind === 'shuffled' || copies?.kind === 'blobs';
}

/** How many copies stand beside each image. */
export function copiesCount(copies: Copies | undefined): number {
  if (!copies) return 0;
  return copies.kind === 'landmarks' ? 3 : copies.count;
}

function copiesOf({ arm, clusters = CLUSTERS }: RunRequest): Copies | undefined {
  if (arm === 'perturb') return { kind: 'clusters', count: clusters };
  if (arm === 'blobs' || arm === 'erasing' || arm === 'shuffled') return { kind: arm, count: CLUSTERS };
  return arm === 'landmarks' ? { kind: 'landmarks' } : undefined;
}

/**
 * With copies each face is met as often as by the baseline, so that n + 1 times as many pictures are seen; the longer baseline
 * makes as many updates with as many pictures each as the Perturb Scheme with its three clusters.
 */
function trainingOf(arm: ArmName, copies: Copies | undefined, preset: PaperPreset): Training {
  const { schedule, augmentation, facesWithCopies } = preset;
  const shared = { optimizer: OPTIMIZER, schedule, augmentation };
  if (copies) return { ...shared, epochs: preset.epochs, batchSize: facesWithCopies };
  if (arm === 'longer') {
    return { ...shared, epochs: preset.epochs * (CLUSTERS + 1), batchSize: facesWithCopies * (CLUSTERS + 1) };
  }
  const epochs = arm === 'attention' ? preset.attentionEpochs : preset.epochs;
  return { ...shared, epochs, batchSize: preset.batchSize };
}

function named(labels: Labels): string[] {
  return labels === 'fer2013' ? [] : [labels];
}
