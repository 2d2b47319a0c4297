import { checkChoice, checkNumber } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import type { Random } from '../support/random.js';

/** How images are changed by {@link infidelity}. */
export type ChangeKind = 'gaussian' | 'square';

/** Options that say how images are changed. */
export interface ChangeOptions {
  /**
   * `gaussian`: every pixel changes a little, all its channels alike; `square`: a square at a random place is filled.
   * @default 'gaussian'
   */
  perturbation?: ChangeKind;
  /**
   * Of `gaussian`: standard deviation, in (0, 10].
   * @default 0.2
   */
  deviation?: number;
  /**
   * Of `square`: its side in pixels, from 1 to the image's shorter side.
   * @default a quarter of the shorter side, rounded up
   */
  side?: number;
}

/** How much each pixel changes, H*W numbers: 1 is a square's pixel. */
export type ChangeField = (random: Random) => Float32Array;

/**
 * Checks the options.
 *
 * @throws FacePerturbError `invalid-option` when one is out of range or belongs to the other kind.
 */
export function readChange(what: string, options: ChangeOptions, height: number, width: number): ChangeField {
  const kind = checkChoice(`${what}: perturbation`, options.perturbation ?? 'gaussian', ['gaussian', 'square']);
  const shorter = Math.min(height, width);
  const deviation = checkNumber(`${what}: deviation`, options.deviation ?? 0.2, { min: 1e-6, max: 10 });
  const rule = { min: 1, max: shorter, integer: true };
  const side = checkNumber(`${what}: side`, options.side ?? Math.ceil(shorter / 4), rule);
  const foreign = kind === 'square' ? 'deviation' : 'side';
  if (options[foreign] !== undefined) throw foreignOption(what, foreign, kind);
  if (kind === 'square') return (random) => squareField(random, height, width, side);
  return (random) => Float32Array.from({ length: height * width }, () => deviation * random.normal());
}

function squareField(random: Random, height: number, width: number, side: number): Float32Array {
  const field = new Float32Array(height * width);
  const top = random.integer(height - side + 1);
  const left = random.integer(width - side + 1);
  for (let row = top; row < top + side; row++) field.fill(1, row * width + left, row * width + left + side);
  return field;
}

function foreignOption(what: string, option: 'deviation' | 'side', kind: ChangeKind): FacePerturbError {
  return new FacePerturbError(`${what}: ${option}`, {
    code: 'invalid-option',
    expected: `perturbation '${kind === 'square' ? 'gaussian' : 'square'}'`,
    received: `'${kind}'`,
  });
}
