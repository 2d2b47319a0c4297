import { FacePerturbError, show } from '../../../src/support/errors.js';
import type { PairedArms } from './arms.js';

/**
 * Counts how the arms differ when each face counts a given number of times: accuracy, macro F1 and each class's
 * accuracy, the second arm less the first, seed by seed. Faces are read as places in the confusion tables of all
 * networks, so that a draw costs one addition a face and network, and no memory.
 */
export class DifferenceCounter {
  /** Numbers a seed: accuracy, macro F1, then the classes. */
  readonly measures: number;
  readonly seeds: number;
  /** Faces that count. */
  readonly faces: number;
  private readonly places: Int32Array;
  private readonly tables: Int32Array;
  private readonly scores: Float64Array;

  /** @throws FacePerturbError `invalid-data` for a class id that isn't below `classes`. */
  constructor(
    arms: PairedArms,
    private readonly classes: number,
  ) {
    const kept = Int32Array.from(arms.labels.keys()).filter((face) => arms.keep?.[face] !== false);
    const networks = [...arms.first, ...arms.second];
    this.seeds = arms.first.length;
    this.faces = kept.length;
    this.measures = 2 + classes;
    this.tables = new Int32Array(networks.length * classes * classes);
    this.scores = new Float64Array(2 * this.measures);
    this.places = new Int32Array(kept.length * networks.length);
    kept.forEach((face, at) => {
      const label = checkId(arms.labels[face], classes);
      networks.forEach((predictions, network) => {
        const place = (network * classes + label) * classes + checkId(predictions[face], classes);
        this.places[at * networks.length + network] = place;
      });
    });
  }

  /**
   * @param weights - How many times each face that counts is there.
   * @param into - Gets `[seeds][measures]`; NaN for the accuracy of a class without faces.
   */
  count(weights: Int32Array, into: Float64Array): void {
    const { tables, places, seeds, measures } = this;
    const networks = 2 * seeds;
    tables.fill(0);
    for (let face = 0; face < this.faces; face++) {
      const weight = weights[face] as number;
      if (weight === 0) continue;
      for (let at = face * networks; at < (face + 1) * networks; at++) tables[places[at]!]! += weight;
    }
    for (let seed = 0; seed < seeds; seed++) {
      this.score(seed, 0);
      this.score(seeds + seed, measures);
      for (let at = 0; at < measures; at++) {
        into[seed * measures + at] = this.scores[measures + at]! - this.scores[at]!;
      }
    }
  }

  /** Accuracy, macro F1 (over the classes that are there or named) and the classes' accuracies of one network. */
  private score(network: number, to: number): void {
    const { classes, tables, scores } = this;
    const table = network * classes * classes;
    let [right, all, sumOfF1, occurring] = [0, 0, 0, 0];
    for (let id = 0; id < classes; id++) {
      const found = tables[table + id * classes + id]!;
      let [there, named] = [0, 0];
      for (let other = 0; other < classes; other++) {
        there += tables[table + id * classes + other]!;
        named += tables[table + other * classes + id]!;
      }
      right += found;
      all += there;
      if (there + named > 0) {
        sumOfF1 += (2 * found) / (there + named);
        occurring++;
      }
      scores[to + 2 + id] = found / there;
    }
    scores[to] = right / all;
    scores[to + 1] = sumOfF1 / occurring;
  }
}

function checkId(id: number | undefined, classes: number): number {
  if (id !== undefined && id < classes) return id;
  throw new FacePerturbError('pairedBootstrap: class id', {
    code: 'invalid-data',
    expected: `a whole number in [0, ${classes})`,
    received: show(id),
  });
}
