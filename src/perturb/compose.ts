import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import type { Random } from '../support/random.js';
import { createPerturbation } from './createPerturbation.js';
import type { FullContext } from './createPerturbation.js';
import type { Perturbation } from './perturbation.js';

/**
 * One perturbation after the other. The mask of the whole is the largest of the parts' masks. Parts draw
 * independently, also when they have the same seed.
 *
 * @throws FacePerturbError `invalid-argument` without a perturbation, or on something that is none.
 */
export function compose(...perturbations: Perturbation[]): Perturbation {
  checkPerturbations('compose', perturbations);
  return createPerturbation({
    description: { kind: 'compose', steps: perturbations.map((each) => each.describe()) },
    sample: (size, context) => ({
      kind: 'compose',
      steps: perturbations.map((each, at) => each.sample(size, inside(context, 'compose', at))),
    }),
  });
}

/** Options of {@link oneOf}. */
export interface OneOfOptions {
  /**
   * How often each is chosen, relative to the others: numbers from 0 up, not all 0.
   *
   * @default all the same
   */
  weights?: readonly number[];
  /**
   * Of the choice: a whole number from 0 up, or a text.
   *
   * @default 0
   */
  seed?: number | string;
}

/**
 * For each image, one of the perturbations by chance.
 *
 * @throws FacePerturbError `invalid-argument` without a perturbation, or on something that is none; `invalid-option` on bad weights.
 */
export function oneOf(perturbations: readonly Perturbation[], options: OneOfOptions = {}): Perturbation {
  checkPerturbations('oneOf', perturbations);
  checkOptionNames('oneOf', options, ['weights', 'seed']);
  const weights = checkWeights(options.weights ?? perturbations.map(() => 1), perturbations.length);
  const seed = options.seed ?? 0;
  const stream = createRandom(seed);
  return createPerturbation({
    description: { kind: 'oneOf', perturbations: perturbations.map((each) => each.describe()), weights, seed },
    sample: (size, context) => {
      const random = stream.fork('oneOf', context.key);
      const chosen = context.only.map(() => choose(random, weights));
      const steps = perturbations.flatMap((each, at) => {
        const only = context.only.map((may, image) => may && chosen[image] === at);
        return only.includes(true) ? [each.sample(size, inside(context, 'oneOf', at, only))] : [];
      });
      return { kind: 'oneOf', chosen, steps };
    },
  });
}

/** Options of {@link sometimes}. */
export interface SometimesOptions {
  /**
   * Of the choice of images: a whole number from 0 up, or a text.
   *
   * @default 0
   */
  seed?: number | string;
}

/**
 * Perturbs each image with a chance, and leaves the others alone.
 *
 * @param probability - In [0, 1].
 * @throws FacePerturbError `invalid-option` on the probability, `invalid-argument` on something that is no perturbation.
 */
export function sometimes(
  probability: number,
  perturbation: Perturbation,
  options: SometimesOptions = {},
): Perturbation {
  checkNumber('sometimes: probability', probability, { min: 0, max: 1 });
  checkPerturbations('sometimes', [perturbation]);
  checkOptionNames('sometimes', options, ['seed']);
  const seed = options.seed ?? 0;
  const stream = createRandom(seed);
  return createPerturbation({
    description: { kind: 'sometimes', probability, perturbation: perturbation.describe(), seed },
    sample: (size, context) => {
      const random = stream.fork('sometimes', context.key);
      const hit = context.only.map((may) => random.chance(probability) && may);
      const steps = hit.includes(true) ? [perturbation.sample(size, inside(context, 'sometimes', 0, hit))] : [];
      return { kind: 'sometimes', hit, steps };
    },
  });
}

/** The context of a part: a key of its own, so that equal parts in two places draw independently. */
function inside(context: FullContext, kind: string, at: number, only = context.only): FullContext {
  return { ...context, key: `${context.key}/${kind}.${at}`, only };
}

function choose(random: Random, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = random.next() * total;
  const place = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return place >= 0 ? place : weights.findLastIndex((weight) => weight > 0);
}

function checkWeights(weights: readonly number[], count: number): readonly number[] {
  const fits =
    Array.isArray(weights) &&
    weights.length === count &&
    weights.every((weight) => Number.isFinite(weight) && weight >= 0) &&
    weights.some((weight) => weight > 0);
  if (fits) return [...weights];
  throw new FacePerturbError('oneOf: weights', {
    code: 'invalid-option',
    expected: `${count} numbers from 0 up, not all 0`,
    received: show(weights),
  });
}

function checkPerturbations(what: string, perturbations: readonly Perturbation[]): void {
  const isPerturbation = (each: Perturbation) => typeof each === 'function' && typeof each.sample === 'function';
  const wrong = Array.isArray(perturbations) ? perturbations.findIndex((each) => !isPerturbation(each)) : 0;
  if (Array.isArray(perturbations) && perturbations.length > 0 && wrong < 0) return;
  const received = Array.isArray(perturbations)
    ? wrong < 0
      ? 'none'
      : show(perturbations[wrong])
    : show(perturbations);
  throw new FacePerturbError(`${what}: perturbations`, {
    code: 'invalid-argument',
    expected: 'at least one perturbation, made by maskRegion, compose, oneOf or sometimes',
    received,
  });
}
