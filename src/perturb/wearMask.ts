import type { FaceLandmarks } from '../regions/landmarks.js';
import { PROTECTIVE_MASK_STYLES } from '../regions/region.js';
import type { ProtectiveMaskStyle } from '../regions/region.js';
import { landmarksOfBatch } from '../regions/regionMask.js';
import { checkChoice, checkNumber, checkOptionNames } from '../support/checks.js';
import { createRandom } from '../support/random.js';
import type { Random } from '../support/random.js';
import { createPerturbation } from './createPerturbation.js';
import { readValues } from './fills/fill.js';
import type { ChannelValues } from './fills/fill.js';
import type { Perturbation } from './perturbation.js';
import { fitMask } from './worn/fit.js';
import type { MaskColour, MaskLayer } from './worn/layer.js';
import { MASK_COLOURS, maskLayers } from './worn/styles.js';

/** Options of {@link wearMask}. */
export interface WearMaskOptions {
  /**
   * Kind of mask, of the outline that `protectiveMask` has: pleated with ear loops; a cup with straps around the head;
   * sewn with ear loops.
   *
   * @default 'surgical'
   */
  style?: ProtectiveMaskStyle;
  /**
   * Of the cloth, in [0, 1]: one grey value, or red, green and blue. On grey pictures its luma counts.
   *
   * @default light blue (surgical), white (n95) or navy (cloth)
   */
  colour?: ChannelValues;
  /**
   * How much masks differ from image to image, in [0, 1]: at 1 up or down by up to 0.08 distances between the eyes, a tilt
   * of up to 4 degrees, a fifth lighter or darker, light from either side. 0: all alike.
   *
   * @default 0.5
   */
  variation?: number;
  /**
   * How far the mask takes on the brightness of what it covers, in [0, 1], so that it is dark in a dark picture. 0: always its own
   * colour.
   *
   * @default 0.5
   */
  light?: number;
  /**
   * Chance of each image to be masked, in [0, 1].
   *
   * @default 1
   */
  probability?: number;
  /**
   * Of the choice of images and of all that varies: a whole number from 0 up, or a text.
   *
   * @default 0
   */
  seed?: number | string;
}

const OPTION_NAMES = ['style', 'colour', 'variation', 'light', 'probability', 'seed'];

/**
 * Draws a protective mask on each face: cloth with its shading, folds or seams, straps and a shadow, fitted by landmarks. Makes "MaskFer"
 * pictures (Han et al. 2023, "Masked FER-2013", used by the paper, arXiv:2411.00824) without templates.
 *
 * `maskRegion(protectiveMask({ style }), ...)` hides the same outline under any fill; this one looks like a mask. The
 * result's mask is what is drawn, with straps and shadow, by its opacity.
 *
 * @example
 * const masks = oneOf([wearMask({ style: 'surgical' }), wearMask({ style: 'n95' }), wearMask({ style: 'cloth' })]);
 * const masked = masks(images, { landmarks });
 *
 * @throws FacePerturbError `invalid-option` on a bad option. When called: `missing-landmarks` when an image has none, `invalid-shape`
 * when the images are not an image batch.
 */
export function wearMask(options: WearMaskOptions = {}): Perturbation {
  checkOptionNames('wearMask', options, OPTION_NAMES);
  const style = checkChoice('wearMask: style', options.style ?? 'surgical', PROTECTIVE_MASK_STYLES);
  const colour = readColour(options.colour ?? MASK_COLOURS[style]);
  const inUnit = (name: 'variation' | 'light' | 'probability', value: number) =>
    checkNumber(`wearMask: ${name}`, options[name] ?? value, { min: 0, max: 1 });
  const variation = inUnit('variation', 0.5);
  const light = inUnit('light', 0.5);
  const probability = inUnit('probability', 1);
  const seed = options.seed ?? 0;
  const stream = createRandom(seed);

  return createPerturbation({
    description: { kind: 'wearMask', style, colour: [...colour], variation, light, probability, seed },
    sample: ({ batch, height, width }, context) => {
      const random = stream.fork('wearMask', context.key);
      const hit = context.only.map((may) => (probability === 1 || random.chance(probability)) && may);
      const layers = landmarksOfBatch('wearMask', context.landmarks, batch).map((landmarks, image) =>
        hit[image] ? layersOf(landmarks, style, colour, variation, random.fork(image)) : null,
      );
      return { kind: 'wearMask', batch, height, width, hit, light, layers };
    },
  });
}

function layersOf(
  landmarks: FaceLandmarks,
  style: ProtectiveMaskStyle,
  colour: MaskColour,
  variation: number,
  random: Random,
): MaskLayer[] {
  const draw = (most: number) => random.uniform(-most, most) * variation;
  const pose = { raise: draw(0.08), tilt: draw((4 * Math.PI) / 180) };
  const shade = 1 + draw(0.2);
  const brightest = 0.5 + draw(0.2);
  const shaded = colour.map((value) => Math.min(1, value * shade)) as unknown as MaskColour;
  return maskLayers(style, fitMask(style, landmarks, pose), { colour: shaded, brightest });
}

function readColour(value: ChannelValues): MaskColour {
  const values = readValues('wearMask: colour', value);
  const [red, green, blue] = typeof values === 'number' ? [values] : values;
  return [red as number, green ?? (red as number), blue ?? (red as number)];
}
