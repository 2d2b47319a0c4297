import { checkChoice, checkNumber, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';

/** One value for all channels, or one per channel; in [0, 1]. */
export type ChannelValues = number | readonly number[];

/** Black. */
export interface ZeroFill {
  readonly kind: 'zero';
}

/** One colour. */
export interface ConstantFill {
  readonly kind: 'constant';
  readonly value: ChannelValues;
}

/** Each image's own mean, per channel, over all its pixels. */
export interface MeanFill {
  readonly kind: 'mean';
}

/** The mean of a whole data set, which you computed; the same as a constant, but said in the record. */
export interface DatasetMeanFill {
  readonly kind: 'datasetMean';
  readonly value: ChannelValues;
}

/** Independent random values per pixel and channel, cut off at 0 and 1; the same numbers on every backend. */
export interface NoiseFill {
  readonly kind: 'noise';
  readonly distribution: 'gaussian' | 'uniform';
  /** Mean before cutting off, in [0, 1]. */
  readonly mean: number;
  /** Standard deviation before cutting off, in [0, 10]. */
  readonly deviation: number;
}

/** The image itself, blurred by a Gaussian; beyond the image's border its edge pixels go on. */
export interface BlurFill {
  readonly kind: 'blur';
  /** Standard deviation in pixels, above 0. */
  readonly sigma: number;
}

/** Says WHAT stands in the region instead. Plain JSON. */
export type Fill = ZeroFill | ConstantFill | MeanFill | DatasetMeanFill | NoiseFill | BlurFill;

/** The fills that need no values. */
export type FillName = 'zero' | 'mean' | 'noise' | 'blur';

/** A fill as an option: an object, in which `distribution`, `mean`, `deviation` and `sigma` have defaults, or a name. */
export type FillOption =
  | FillName
  | Exclude<Fill, NoiseFill | BlurFill>
  | ({ readonly kind: 'noise' } & Partial<Omit<NoiseFill, 'kind'>>)
  | ({ readonly kind: 'blur' } & Partial<Omit<BlurFill, 'kind'>>);

const KINDS = ['zero', 'constant', 'mean', 'datasetMean', 'noise', 'blur'] as const;
const NAMES: readonly FillName[] = ['zero', 'mean', 'noise', 'blur'];

/**
 * Checks a fill and adds the defaults: noise is Gaussian with mean 0.5 and deviation 0.25, a blur has sigma 3.
 *
 * @throws FacePerturbError `invalid-option` on an unknown fill or a value out of range.
 */
export function readFill(what: string, option: FillOption): Fill {
  if (typeof option === 'string') return readFill(what, { kind: checkChoice(what, option, NAMES) });
  if (typeof option !== 'object' || option === null) {
    throw new FacePerturbError(what, {
      code: 'invalid-option',
      expected: `${NAMES.map((name) => `'${name}'`).join(', ')} or an object with one of the kinds ${KINDS.join(', ')}`,
      received: show(option),
    });
  }
  checkChoice(`${what}: kind`, option.kind, KINDS);
  switch (option.kind) {
    case 'zero':
    case 'mean':
      checkOptionNames(what, option, ['kind']);
      return { kind: option.kind };
    case 'constant':
    case 'datasetMean':
      checkOptionNames(what, option, ['kind', 'value']);
      return { kind: option.kind, value: readValues(`${what}: value`, option.value) };
    case 'noise': {
      checkOptionNames(what, option, ['kind', 'distribution', 'mean', 'deviation']);
      const { distribution = 'gaussian', mean = 0.5, deviation = 0.25 } = option;
      return {
        kind: 'noise',
        distribution: checkChoice(`${what}: distribution`, distribution, ['gaussian', 'uniform']),
        mean: checkNumber(`${what}: mean`, mean, { min: 0, max: 1 }),
        deviation: checkNumber(`${what}: deviation`, deviation, { min: 0, max: 10 }),
      };
    }
    case 'blur': {
      checkOptionNames(what, option, ['kind', 'sigma']);
      return { kind: 'blur', sigma: checkNumber(`${what}: sigma`, option.sigma ?? 3, { min: 0.01, max: 1000 }) };
    }
  }
}

function readValues(what: string, value: ChannelValues): ChannelValues {
  if (!Array.isArray(value)) return checkNumber(what, value, { min: 0, max: 1 });
  if (value.length !== 1 && value.length !== 3) {
    throw new FacePerturbError(what, {
      code: 'invalid-option',
      expected: 'a number, or one per channel (1 or 3)',
      received: show(value),
    });
  }
  return value.map((each: unknown, at) => checkNumber(`${what}[${at}]`, each, { min: 0, max: 1 }));
}
