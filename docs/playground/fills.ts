import type { Fill } from '../../src/perturb/index.js';

/** A fill that the page offers, with the one number that it has. */
export interface FillChoice {
  readonly kind: Fill['kind'];
  readonly label: string;
  readonly number?: {
    readonly label: string;
    readonly min: number;
    readonly max: number;
    readonly step: number;
    readonly start: number;
  };
  /** The fill with that number. */
  make(number: number): Fill;
}

const whole = { step: 1 };

/** All fills, in the order of the page. */
export const FILL_CHOICES: readonly FillChoice[] = [
  {
    ...{ kind: 'blur', label: 'blur' },
    number: { label: 'Sigma, in pixels', min: 1, max: 40, start: 12, ...whole },
    make: (sigma) => ({ kind: 'blur', sigma }),
  },
  { kind: 'zero', label: 'black', make: () => ({ kind: 'zero' }) },
  {
    ...{ kind: 'constant', label: 'one tone' },
    number: { label: 'Tone, from black 0 to white 1', min: 0, max: 1, step: 0.05, start: 0.8 },
    make: (value) => ({ kind: 'constant', value }),
  },
  { kind: 'mean', label: "the picture's mean", make: () => ({ kind: 'mean' }) },
  {
    ...{ kind: 'noise', label: 'noise' },
    number: { label: 'Standard deviation', min: 0.05, max: 1, step: 0.05, start: 0.25 },
    make: (deviation) => ({ kind: 'noise', distribution: 'gaussian', mean: 0.5, deviation }),
  },
  {
    ...{ kind: 'pixelate', label: 'blocks' },
    number: { label: 'Side of a block, in pixels', min: 2, max: 64, start: 20, ...whole },
    make: (size) => ({ kind: 'pixelate', size }),
  },
  { kind: 'shuffle', label: 'its own pixels, shuffled', make: () => ({ kind: 'shuffle' }) },
  {
    ...{ kind: 'neighbour', label: 'from around it' },
    number: { label: 'Noise, standard deviation', min: 0, max: 0.2, step: 0.01, start: 0.01 },
    make: (noise) => ({ kind: 'neighbour', noise }),
  },
];

/** A choice by its kind. */
export function fillChoice(kind: string): FillChoice {
  return FILL_CHOICES.find((choice) => choice.kind === kind) ?? (FILL_CHOICES[0] as FillChoice);
}
