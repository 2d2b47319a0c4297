import { checkNumber } from '../../../src/support/checks.js';
import { createRandom } from '../../../src/support/random.js';
import type { Interval } from '../../shared/statistics.js';
import { checkArms, checkLength, type PairedArms } from './arms.js';
import { DifferenceCounter } from './differences.js';
import { seedLuck } from './seedLuck.js';
import { studentReach } from './student.js';

/** What {@link pairedBootstrap} compares, and how. */
export interface PairedBootstrapOptions extends PairedArms {
  /** Number of classes. */
  readonly classes: number;
  /** Number of draws, at least 100. @default 2000 */
  readonly resamples?: number;
  /** Chance that an interval holds the true difference, in [0.5, 0.999]. @default 0.95 */
  readonly level?: number;
  /**
   * Sums of the classes' differences to be told of as well, one weight a class each: 1/2 for two classes and -1/5 for the
   * other five asks whether the two change more. @default none
   */
  readonly contrasts?: readonly (readonly number[])[];
}

/** Differences of two arms, the second less the first, as means over the seeds. */
export interface PairedDifference {
  accuracy: Interval;
  macroF1: Interval;
  /** Of the accuracy on each class; a class without faces has 0 in [-1, 1]. */
  perClass: Interval[];
  /** The same, at a level corrected for the number of classes (Bonferroni): all of them hold together. */
  perClassCorrected: Interval[];
  /** Of the sums that were asked for. What the classes' errors have in common is in them. */
  contrasts: Interval[];
  /** Number of seeds. With one, the intervals cover the choice of faces alone. */
  seeds: number;
  /** Number of faces that counted. */
  faces: number;
}

/**
 * Bootstrap of the difference between two arms on two levels: other test faces, and other seeds.
 *
 * In each draw the faces are drawn with replacement, both arms and all seeds on the same draw. Three or five seeds are
 * too few to be drawn from likewise (a draw of three has ten outcomes, whose middle 95 % leave out a quarter of what
 * three more seeds would give), so the seeds' part of the draw comes from Student's t with the spread that the
 * seeds show beyond what the choice of faces explains (`seedLuck`). The ends are percentiles of the draws.
 *
 * @returns The same numbers for the same options.
 * @throws FacePerturbError `invalid-argument` for unequal lengths or numbers of seeds, `invalid-option` for options out
 *   of range, `invalid-data` for class ids out of range.
 */
export function pairedBootstrap(options: PairedBootstrapOptions): PairedDifference {
  const { classes, resamples = 2000, level = 0.95, contrasts = [] } = options;
  checkArms('pairedBootstrap', options);
  checkNumber('pairedBootstrap: classes', classes, { min: 2, max: 255, integer: true });
  checkNumber('pairedBootstrap: resamples', resamples, { min: 100, integer: true });
  checkNumber('pairedBootstrap: level', level, { min: 0.5, max: 0.999 });
  const counter = new DifferenceCounter(options, classes);
  checkNumber('pairedBootstrap: faces that count', counter.faces, { min: 1 });
  const draws = drawFaces(counter, resamples);
  const luck = drawLuck(counter.seeds, resamples);
  const interval = (measure: number, chance: number) =>
    withinOne(intervalOf(draws, (numbers) => numbers[measure]!, luck, chance));
  const ids = Array.from({ length: classes }, (_, id) => id);
  return {
    accuracy: interval(0, level),
    macroF1: interval(1, level),
    perClass: ids.map((id) => interval(2 + id, level)),
    perClassCorrected: ids.map((id) => interval(2 + id, 1 - (1 - level) / classes)),
    contrasts: contrasts.map((weights) => intervalOf(draws, contrastBy(weights, classes), luck, level)),
    seeds: counter.seeds,
    faces: counter.faces,
  };
}

/** A difference of shares lies in [-1, 1], which Student's t knows nothing of. */
function withinOne({ estimate, low, high }: Interval): Interval {
  return { estimate, low: Math.max(-1, low), high: Math.min(1, high) };
}

/** One number of a seed's accuracy, macro F1 and classes. */
type Pick = (numbers: Float64Array) => number;

function contrastBy(weights: readonly number[], classes: number): Pick {
  checkLength('pairedBootstrap', 'contrasts', weights, classes, 'class');
  // A class without a weight may be without faces.
  return (numbers) => weights.reduce((sum, weight, id) => (weight === 0 ? sum : sum + weight * numbers[2 + id]!), 0);
}

/** Differences `[seeds][measures]` as they are, and on each draw. */
interface Draws {
  counter: DifferenceCounter;
  observed: Float64Array;
  drawn: Float64Array[];
}

function drawFaces(counter: DifferenceCounter, resamples: number): Draws {
  const { faces, seeds, measures } = counter;
  const random = createRandom('paired bootstrap').fork('faces');
  const weights = new Int32Array(faces).fill(1);
  const observed = new Float64Array(seeds * measures);
  counter.count(weights, observed);
  const all = new Float64Array(resamples * observed.length);
  const drawn = Array.from({ length: resamples }, (_, draw) => {
    weights.fill(0);
    for (let face = 0; face < faces; face++) weights[random.integer(faces)]!++;
    const differences = all.subarray(draw * observed.length, (draw + 1) * observed.length);
    counter.count(weights, differences);
    return differences;
  });
  return { counter, observed, drawn };
}

/** One number of Student's t a draw: its quantiles in random order. 0 with a single seed, whose luck nobody knows. */
function drawLuck(seeds: number, resamples: number): Float64Array {
  if (seeds < 2) return new Float64Array(resamples);
  const order = createRandom('paired bootstrap').fork('seeds').permutation(resamples);
  return Float64Array.from(order, (rank) => {
    const share = (2 * rank + 1) / resamples - 1;
    return Math.sign(share) * studentReach(Math.abs(share), seeds - 1);
  });
}

function intervalOf({ counter, observed, drawn }: Draws, pick: Pick, luck: Float64Array, level: number): Interval {
  const { seeds, measures } = counter;
  const bySeed = (values: Float64Array) =>
    Array.from({ length: seeds }, (_, seed) => pick(values.subarray(seed * measures, (seed + 1) * measures)));
  const actual = bySeed(observed);
  const estimate = mean(actual);
  if (Number.isNaN(estimate)) return { estimate: 0, low: -1, high: 1 };
  // A draw in which the class has no face says nothing of it.
  const usable = drawn.map(bySeed).map((values, at) => ({ values, centre: mean(values), luck: luck[at] as number }));
  const filled = usable.filter(({ centre }) => !Number.isNaN(centre));
  const within = actual.map((_, seed) => variance(filled.map(({ values, centre }) => values[seed]! - centre)));
  const error = seedLuck(actual, within);
  const sorted = Float64Array.from(filled, (draw) => draw.centre + error * draw.luck).sort();
  return { estimate, low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length;
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  return below + (at - Math.floor(at)) * (above - below);
}
