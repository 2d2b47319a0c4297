import type { View } from '../../shared/predict.js';
import { CLUSTERS, CONTROLS, type ArmName } from '../arms.js';
import type { PaperData } from '../data.js';
import { CLUSTER_COUNTS } from '../experiments/index.js';
import type { Faces } from '../records.js';
import { holm } from '../statistics/holm.js';
import { mcnemarOverSeeds } from '../statistics/mcnemarOverSeeds.js';
import { pairedBootstrap } from '../statistics/pairedBootstrap.js';
import type { ArmReference, Comparison, ComparisonResult, Speaker } from './results.js';
import type { PredictionTable, SeedPredictions } from './table.js';

/** An arm as it is named in comparisons. */
export function reference(arm: ArmName, testedOn: Faces = 'plain', clusters?: number): ArmReference {
  const count = arm === 'perturb' ? (clusters ?? CLUSTERS) : undefined;
  return { arm, testedOn, ...(count !== undefined && { clusters: count }) };
}

/** The pairs of arms that the tables and claims are about: the second is compared with the first. */
export const PAIRS: readonly (readonly [ArmReference, ArmReference])[] = [
  // Table 1: trained and tested with masks; trained with, tested without; trained without, tested with.
  [reference('baseline'), reference('masked', 'masked')],
  [reference('baseline'), reference('masked')],
  [reference('baseline'), reference('baseline', 'masked')],
  // Tables 2 and 3, and the controls.
  [reference('baseline'), reference('perturb')],
  ...CONTROLS.map((control) => [reference('baseline'), reference(control)] as const),
  ...CONTROLS.map((control) => [reference(control), reference('perturb')] as const),
  // Figure 5.
  ...CLUSTER_COUNTS.filter((count) => count !== CLUSTERS).flatMap((count) => [
    [reference('baseline'), reference('perturb', 'plain', count)] as const,
    [reference('perturb', 'plain', count), reference('perturb')] as const,
  ]),
];

/** Classes that lose most under masks, by the paper's text. */
export const MOST_HARMED = ['happy', 'neutral', 'disgust', 'surprise'];

/** The mean change of those classes less that of the others, as weights of the classes. */
function mostHarmed(classNames: readonly string[]): number[] {
  const inside = classNames.filter((name) => MOST_HARMED.includes(name)).length;
  return classNames.map((name) => (MOST_HARMED.includes(name) ? 1 / inside : -1 / (classNames.length - inside)));
}

/** Compares two arms of a network; undefined unless all their runs are there. */
export function compareArms(
  table: PredictionTable,
  network: Speaker,
  [first, second]: readonly [ArmReference, ArmReference],
  data: PaperData,
): Comparison | undefined {
  const [before, after] = [table.predictions(network, first), table.predictions(network, second)];
  if (!before || !after) return undefined;
  const views = {
    plain: compareView(before, after, 'plain', data),
    tenCrop: compareView(before, after, 'tenCrop', data),
  };
  return { network, first, second, views };
}

function compareView(
  before: SeedPredictions,
  after: SeedPredictions,
  view: View,
  { plain: { test }, repeated }: PaperData,
): ComparisonResult {
  const { labels, classNames } = test;
  const arms = { first: before[view], second: after[view], labels };
  const classes = classNames.length;
  const ofClass = (id: number) => ({ ...arms, keep: Array.from(labels, (label) => label === id) });
  const fresh = { ...arms, keep: repeated.map((again) => !again) };
  return {
    ...pairedBootstrap({ ...arms, classes, contrasts: [mostHarmed(classNames)] }),
    mcnemar: mcnemarOverSeeds(arms),
    perClassPValues: holm(classNames.map((_, id) => mcnemarOverSeeds(ofClass(id)).pValue)),
    withoutRepeats: pairedBootstrap({ ...fresh, classes }).accuracy,
  };
}
