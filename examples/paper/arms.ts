import type { NetworkName } from '../../src/models/index.js';
import type { ScheduleSpec } from '../../src/training/schedule.js';
import { OPTIMIZER, type PaperPreset } from './presets.js';
import type { Copies, Labels, RunSettings, Training } from './records.js';

/** Clusters of the paper's main experiment. */
export const CLUSTERS = 3;

/** The arms that are compared: what each is called in tables, and what it is. */
export const ARMS = {
  attention: { name: 'attention classifier', what: 'the network with a spatial gate, whose output is the attention' },
  baseline: { name: 'baseline', what: 'the network on the images alone' },
  masked: { name: 'masks', what: 'the baseline on the same faces with protective masks on (MaskFer)' },
  perturb: { name: 'Perturb Scheme', what: 'each image and its copies, each without one cluster of the attention' },
  longer: { name: 'longer baseline', what: 'the baseline with as many updates and pictures as the Perturb Scheme' },
  blobs: { name: 'random blobs', what: "copies without a random blob of a cluster's area each" },
  erasing: { name: 'random erasing', what: 'copies without a random rectangle each' },
  shuffled: {
    name: 'shuffled attention',
    what: 'copies without one cluster each of attention shuffled over the pixels',
  },
  landmarks: {
    name: 'face parts',
    what: 'copies without an eye side, the other, or mouth and nose of an average face',
  },
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
    training: trainingOf(request, copies, preset),
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
function trainingOf({ arm, network }: RunRequest, copies: Copies | undefined, preset: PaperPreset): Training {
  const { augmentation, facesWithCopies } = preset;
  const schedule = atRate(preset.schedule, preset.rates?.[network] ?? 1);
  const shared = { optimizer: OPTIMIZER, schedule, augmentation };
  if (copies) return { ...shared, epochs: preset.epochs, batchSize: facesWithCopies };
  if (arm === 'longer') {
    return { ...shared, epochs: preset.epochs * (CLUSTERS + 1), batchSize: facesWithCopies * (CLUSTERS + 1) };
  }
  const epochs = arm === 'attention' ? preset.attentionEpochs : preset.epochs;
  return { ...shared, epochs, batchSize: preset.batchSize };
}

function atRate(schedule: ScheduleSpec, factor: number): ScheduleSpec {
  if (schedule.kind === 'oneCycle') return { ...schedule, maxRate: schedule.maxRate * factor };
  return { ...schedule, rate: schedule.rate * factor };
}

function named(labels: Labels): string[] {
  return labels === 'fer2013' ? [] : [labels];
}
