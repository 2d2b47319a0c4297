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
  /** The colour. */
  readonly value: ChannelValues;
}

/** Each image's own mean, per channel, over all its pixels. */
export interface MeanFill {
  readonly kind: 'mean';
}

/** The mean of a whole data set, which you computed; the same as a constant, but said in the record. */
export interface DatasetMeanFill {
  readonly kind: 'datasetMean';
  /** The mean, such as `datasetMean` of `face-perturb/data` gives it. */
  readonly value: ChannelValues;
}

/** Independent random values per pixel and channel, cut off at 0 and 1; the same numbers on every backend. */
export interface NoiseFill {
  readonly kind: 'noise';
  /** Which random values: normal, or evenly spread around the mean. */
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

/**
 * The image itself in square blocks, each of them its mean. Blocks are counted from the image's upper left, so that they mix
 * what is inside the region with what is beside it; the last of a row or column may be cut off by the border.
 */
export interface PixelateFill {
  readonly kind: 'pixelate';
  /** Side of a block in pixels, a whole number in [2, 10000]. */
  readonly size: number;
}

/**
 * The region's own pixels in random order (each with all its channels): their values stay, their places don't. A pixel belongs
 * to the region when half of it or more is inside.
 */
export interface ShuffleFill {
  readonly kind: 'shuffle';
}

/**
 * A smooth interpolation from the pixels around the region with a little noise: ROAD's noisy linear imputation (Rong et al. 2022,
 * arXiv:2202.00449), in which each pixel is the weighted mean of its eight neighbours (1/6 beside, 1/12 across the
 * corner). Every pixel that the region touches is interpolated. A region that covers a whole image gives its mean.
 */
export interface NeighbourFill {
  readonly kind: 'neighbour';
  /** Standard deviation of the noise, in [0, 1]; with noise the result is cut off at 0 and 1. */
  readonly noise: number;
}

/** Says WHAT stands in the region instead. Plain JSON. */
export type Fill =
  | ZeroFill
  | ConstantFill
  | MeanFill
  | DatasetMeanFill
  | NoiseFill
  | BlurFill
  | PixelateFill
  | ShuffleFill
  | NeighbourFill;

/** The fills that need no values. */
export type FillName = 'zero' | 'mean' | 'noise' | 'blur' | 'pixelate' | 'shuffle' | 'neighbour';

/** A fill as an option: an object, in which all but `value` has defaults, or a name. */
export type FillOption =
  | FillName
  | Exclude<Fill, NoiseFill | BlurFill | PixelateFill | NeighbourFill>
  | ({ readonly kind: 'noise' } & Partial<Omit<NoiseFill, 'kind'>>)
  | ({ readonly kind: 'blur' } & Partial<Omit<BlurFill, 'kind'>>)
  | ({ readonly kind: 'pixelate' } & Partial<Omit<PixelateFill, 'kind'>>)
  | ({ readonly kind: 'neighbour' } & Partial<Omit<NeighbourFill, 'kind'>>);

const NAMES: readonly FillName[] = ['zero', 'mean', 'noise', 'blur', 'pixelate', 'shuffle', 'neighbour'];
const KINDS: readonly Fill['kind'][] = [...NAMES, 'constant', 'datasetMean'];

/**
 * Checks a fill and adds the defaults: noise is Gaussian with mean 0.5 and deviation 0.25, a blur has sigma 3, blocks of
 * pixels are 4 wide, the noise of the neighbour fill has deviation 0.01.
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
    case 'shuffle':
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
    case 'pixelate': {
      checkOptionNames(what, option, ['kind', 'size']);
      const size = checkNumber(`${what}: size`, option.size ?? 4, { min: 2, max: 10000, integer: true });
      return { kind: 'pixelate', size };
    }
    case 'neighbour': {
      checkOptionNames(what, option, ['kind', 'noise']);
      return { kind: 'neighbour', noise: checkNumber(`${what}: noise`, option.noise ?? 0.01, { min: 0, max: 1 }) };
    }
  }
}

/** Checks values of one channel or three. */
export function readValues(what: string, value: ChannelValues): ChannelValues {
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
