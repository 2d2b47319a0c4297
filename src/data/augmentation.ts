import { checkChoice, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';

/**
 * How copies of pictures for training differ from the pictures: plain JSON, kept with a run's record.
 *
 * What is left out doesn't happen. Steps come in this order: scale, translate, flip, rotate, crop (these five as one
 * resampling, black beyond the picture's edge), jitter, erase.
 */
export interface Augmentation {
  /**
   * Where the crop of the asked-for size lies: in the middle, or anywhere.
   *
   * @default 'center'
   */
  crop?: 'center' | 'random';
  /**
   * Probability in [0, 1] of a mirror image.
   *
   * @default 0
   */
  flip?: number;
  /**
   * Turning about the middle.
   *
   * @default none: it is not done
   */
  rotate?: RotateOptions;
  /**
   * Moving along both axes.
   *
   * @default none: it is not done
   */
  translate?: TranslateOptions;
  /**
   * Cutting out a larger or smaller window and bringing it to the picture's size.
   *
   * @default none: it is not done
   */
  scale?: ScaleOptions;
  /**
   * Changing the light.
   *
   * @default none: it is not done
   */
  jitter?: JitterOptions;
  /**
   * Covering a random rectangle (Zhong et al. 2017).
   *
   * @default none: it is not done
   */
  erase?: EraseOptions;
}

/** Turning about the picture's middle. */
export interface RotateOptions {
  /** Largest angle in degrees, in [0, 180], either way. */
  degrees: number;
  /**
   * How often it is done, in [0, 1].
   * @default 0.5
   */
  probability?: number;
}

/** Moving along both axes. */
export interface TranslateOptions {
  /** Largest shift as a share of the side, in [0, 1], either way. */
  share: number;
  /**
   * How often it is done, in [0, 1].
   * @default 0.5
   */
  probability?: number;
}

/** Cutting out a window and bringing it to the picture's size. */
export interface ScaleOptions {
  /** Lowest and highest area of the window as a share of the picture's; above 1 the face gets smaller. */
  area: readonly [low: number, high: number];
  /**
   * Lowest and highest width over height of the window, drawn evenly in the logarithm.
   *
   * @default [1, 1]
   */
  aspect?: readonly [low: number, high: number];
  /**
   * How often it is done, in [0, 1].
   * @default 1
   */
  probability?: number;
}

/** Changing the light: factors are drawn from [1 - x, 1 + x], results clipped to [0, 1]. */
export interface JitterOptions {
  /**
   * x of the factor on all values, in [0, 1].
   *
   * @default 0
   */
  brightness?: number;
  /**
   * x of the factor on the difference from the crop's mean grey, in [0, 1].
   *
   * @default 0
   */
  contrast?: number;
  /**
   * x of the factor on the difference from the pixel's grey, in [0, 1]; changes nothing on grey pictures.
   *
   * @default 0
   */
  saturation?: number;
  /**
   * How often it is done, in [0, 1].
   * @default 0.5
   */
  probability?: number;
}

/** Covering a random rectangle. */
export interface EraseOptions {
  /**
   * How often it is done, in [0, 1].
   * @default 0.5
   */
  probability?: number;
  /**
   * Lowest and highest area as a share of the crop's.
   *
   * @default [0.02, 0.33]
   */
  area?: readonly [low: number, high: number];
  /**
   * Lowest and highest height over width, drawn evenly in the logarithm.
   *
   * @default [0.3, 3.3]
   */
  aspect?: readonly [low: number, high: number];
  /**
   * What stands in the rectangle, in [0, 1].
   *
   * @default 0
   */
  value?: number;
}

/**
 * Augmentations by name. `none`: the middle. `light`: a random crop, half of them mirrored. `paper`: the settings of
 * the code behind arXiv:2411.00824, with one random crop in place of its five.
 */
export const augmentationPresets: Readonly<Record<'none' | 'light' | 'paper', Augmentation>> = {
  none: {},
  light: { crop: 'random', flip: 0.5 },
  paper: {
    crop: 'random',
    flip: 0.5,
    rotate: { degrees: 10, probability: 0.5 },
    translate: { share: 0.2, probability: 0.5 },
    scale: { area: [0.8, 1.2], aspect: [3 / 4, 4 / 3], probability: 1 },
    jitter: { brightness: 0.5, contrast: 0.5, saturation: 0.5, probability: 0.5 },
    erase: { probability: 0.5, area: [0.02, 0.33], aspect: [0.3, 3.3], value: 0 },
  },
};

/** An augmentation with every field filled in and checked. */
export interface FullAugmentation {
  crop: 'center' | 'random';
  flip: number;
  rotate: Required<RotateOptions>;
  translate: Required<TranslateOptions>;
  scale: Required<ScaleOptions>;
  jitter: Required<JitterOptions>;
  erase: Required<EraseOptions>;
}

/** Names of the fields of {@link Augmentation}. */
export const AUGMENTATION_NAMES = ['crop', 'flip', 'rotate', 'translate', 'scale', 'jitter', 'erase'] as const;

const OFF: FullAugmentation = {
  crop: 'center',
  flip: 0,
  rotate: { degrees: 0, probability: 0 },
  translate: { share: 0, probability: 0 },
  scale: { area: [1, 1], aspect: [1, 1], probability: 0 },
  jitter: { brightness: 0, contrast: 0, saturation: 0, probability: 0 },
  erase: { area: [0.02, 0.33], aspect: [0.3, 3.3], value: 0, probability: 0 },
};

const USUAL_PROBABILITY = { rotate: 0.5, translate: 0.5, scale: 1, jitter: 0.5, erase: 0.5 };

/** Fills in what an augmentation leaves out, and throws `invalid-option` for what is wrong in it. */
export function fullAugmentation(what: string, augmentation: Augmentation): FullAugmentation {
  const full = {
    crop: checkChoice(`${what}: crop`, augmentation.crop ?? 'center', ['center', 'random']),
    flip: checkNumber(`${what}: flip`, augmentation.flip ?? 0, { min: 0, max: 1 }),
    rotate: step(what, 'rotate', augmentation.rotate),
    translate: step(what, 'translate', augmentation.translate),
    scale: step(what, 'scale', augmentation.scale),
    jitter: step(what, 'jitter', augmentation.jitter),
    erase: step(what, 'erase', augmentation.erase),
  };
  checkNumber(`${what}: rotate.degrees`, full.rotate.degrees, { min: 0, max: 180 });
  checkNumber(`${what}: translate.share`, full.translate.share, { min: 0, max: 1 });
  for (const name of ['brightness', 'contrast', 'saturation'] as const) {
    checkNumber(`${what}: jitter.${name}`, full.jitter[name], { min: 0, max: 1 });
  }
  checkNumber(`${what}: erase.value`, full.erase.value, { min: 0, max: 1 });
  checkRange(`${what}: scale.area`, full.scale.area, 16);
  checkRange(`${what}: scale.aspect`, full.scale.aspect, 16);
  checkRange(`${what}: erase.area`, full.erase.area, 1);
  checkRange(`${what}: erase.aspect`, full.erase.aspect, 16);
  return full;
}

function step<T extends keyof typeof USUAL_PROBABILITY>(
  what: string,
  name: T,
  options: Augmentation[T],
): FullAugmentation[T] {
  if (options === undefined) return OFF[name];
  if (typeof options !== 'object' || options === null) {
    throw new FacePerturbError(`${what}: ${name}`, {
      code: 'invalid-option',
      expected: `an object with ${Object.keys(OFF[name]).join(', ')}`,
      received: show(options),
    });
  }
  checkOptionNames(`${what}: ${name}`, options, Object.keys(OFF[name]));
  const full = { ...OFF[name], probability: USUAL_PROBABILITY[name], ...options };
  checkNumber(`${what}: ${name}.probability`, full.probability, { min: 0, max: 1 });
  return full;
}

function checkRange(what: string, range: unknown, most: number): void {
  const [low, high] = Array.isArray(range) && range.length === 2 ? (range as unknown[]) : [];
  const fits = typeof low === 'number' && typeof high === 'number' && low > 0 && low <= high && high <= most;
  if (fits) return;
  throw new FacePerturbError(what, {
    code: 'invalid-option',
    expected: `[low, high] with 0 < low <= high <= ${most}`,
    received: show(range),
  });
}
