import type { AttentionSource } from '../clusters/types.js';
import { checkNumber } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { ColourMapName } from './colour/colourMaps.js';
import { readMaps, type PictureMaps } from './readMaps.js';

/** How numbers become colours. */
export interface ScaleOptions {
  /**
   * Colours around zero, for numbers that speak for or against: an `AttentionMap`'s `raw` values, or the numbers given. Without it larger
   * numbers are brighter.
   * @default true for an `AttentionMap` made with `signed`, false otherwise
   */
  signed?: boolean;
  /**
   * Where the colours end: `image`, at each image's own smallest and largest number; `batch`, at those of all images; or at a number,
   * from 0 (signed: from its negative). Signed maps end at the largest magnitude on both sides. An unsigned
   * `AttentionMap` is scaled by image already, so that nothing else fits.
   * @default 'image'
   */
  scale?: 'image' | 'batch' | number;
  /**
   * Of the numbers (signed: of the magnitudes) so many per cent lie within the scale of `image` or `batch`, and the largest share the
   * end's colour, so that a few of them do not leave the rest without colour. In [1, 100].
   * @default 100
   */
  percentile?: number;
}

/** Names of {@link ScaleOptions}. */
export const SCALE_OPTIONS = ['signed', 'scale', 'percentile'] as const;

/** What the colours of some maps stand for. */
export interface ShownScale {
  readonly colours: ColourMapName;
  readonly by: 'image' | 'batch' | 'number';
  readonly percentile: number;
  /** Numbers at the ends, where they are the same for all images. */
  readonly ends: readonly [low: number, high: number] | undefined;
}

/** Maps ready to be painted. */
export interface ShownMaps {
  /** In [0, 1], signed in [-1, 1]; image after image, row by row. */
  readonly values: Float32Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly scale: ShownScale;
  /** For each image, why it has nothing to show, or undefined. */
  readonly notes: readonly (string | undefined)[];
}

/**
 * Reads maps and scales them.
 *
 * @throws FacePerturbError `invalid-option` for wrong options, and as `readMaps`.
 */
export async function scaleMaps(what: string, source: AttentionSource, options: ScaleOptions): Promise<ShownMaps> {
  const { signed, scale = 'image' } = options;
  if (signed !== undefined && typeof signed !== 'boolean') throw wrongOption(what, 'signed', 'true or false', signed);
  const percentile = checkNumber(`${what}: percentile`, options.percentile ?? 100, { min: 1, max: 100 });
  if (scale !== 'image' && scale !== 'batch' && !(Number.isFinite(scale) && scale > 0)) {
    throw wrongOption(what, 'scale', "'image', 'batch' or a number above 0", scale);
  }
  if (typeof scale === 'number' && percentile !== 100) {
    throw wrongOption(what, 'percentile', "100 with a number as 'scale'", percentile);
  }
  const maps = await readMaps(what, source, signed);
  if (maps.scaled && scale !== 'image') {
    const expected = "'image' for an unsigned AttentionMap, whose values are scaled by image";
    throw wrongOption(what, 'scale', expected, scale, 'Give { values: map.raw }, or signed: true.');
  }
  return scaled(maps, scale, percentile);
}

type Ends = readonly [low: number, high: number];

function scaled(maps: PictureMaps, scale: 'image' | 'batch' | number, percentile: number): ShownMaps {
  const { count, height, width, signed, notes } = maps;
  const pixels = height * width;
  const values = new Float32Array(count * pixels);
  const shown = Array.from({ length: count }, (_, at) => at).filter((at) => notes[at] === undefined);
  const common =
    typeof scale === 'number'
      ? numberEnds(scale, signed)
      : scale === 'batch'
        ? endsOf(maps, shown, percentile)
        : undefined;
  for (const image of shown) {
    const [low, high] = common ?? endsOf(maps, [image], percentile);
    for (let at = image * pixels; at < (image + 1) * pixels; at++) {
      const share = ((maps.values[at] as number) - low) / (high - low);
      const cut = Math.min(1, Math.max(0, share));
      values[at] = signed ? 2 * cut - 1 : cut;
    }
  }
  const by = typeof scale === 'number' ? 'number' : scale;
  const colours = signed ? 'diverging' : 'sequential';
  return { values, count, height, width, notes, scale: { colours, by, percentile, ends: common } };
}

function numberEnds(scale: number, signed: boolean): Ends {
  return [signed ? -scale : 0, scale];
}

/** The smallest and the largest number of some images, but for those beyond the percentile. */
function endsOf(maps: PictureMaps, images: readonly number[], percentile: number): Ends {
  const { values, height, width, signed, scaled: fromZero } = maps;
  const pixels = height * width;
  const all = new Float64Array(images.length * pixels);
  images.forEach((image, place) => {
    for (let at = 0; at < pixels; at++) {
      const value = values[image * pixels + at] as number;
      all[place * pixels + at] = signed ? Math.abs(value) : value;
    }
  });
  all.sort();
  const [least = 0, most = 1] = [all[0], all.at(-1)];
  const low = signed || fromZero ? 0 : least;
  const inner = all[Math.floor((percentile / 100) * (all.length - 1))] ?? most;
  // Where so few numbers stand out that the percentile is at the bottom, all of them count.
  const high = inner > low ? inner : most;
  return signed ? [-high, high] : [low, high];
}

function wrongOption(
  what: string,
  option: string,
  expected: string,
  received: unknown,
  fix?: string,
): FacePerturbError {
  return new FacePerturbError(`${what}: ${option}`, {
    code: 'invalid-option',
    expected,
    received: show(received),
    fix,
  });
}
