import { createBreather } from '../support/breather.js';
import { checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { imageNotes, measurement } from './estimate.js';
import { namedRegions } from './namedRegions.js';
import type { RegionMeasureOptions } from './namedRegions.js';
import { imageOf, readMap } from './readMap.js';
import type { ImageNotes, MeasuredMap, Measurement } from './types.js';

/** How much attention one region has. */
export interface RegionShare {
  /** The share of each image's attention that lies on the region, in [0, 1]. */
  share: Measurement;
  /** The region's share of each image's area, in [0, 1]. */
  area: Measurement;
  /** `share` over `area`: above 1 the region has more attention than its size; null where it lies outside the image. */
  concentration: Measurement;
}

/** What {@link attentionShare} gives. Plain JSON. */
export interface AttentionShare extends ImageNotes {
  /** By the regions' names. */
  regions: Record<string, RegionShare>;
}

const WHAT = 'attentionShare';

/**
 * The share of attention that lies on each region: the sum of the attention there over the sum of all. A pixel on a region's edge counts by
 * the part of it that is inside. Shares of regions that overlap, or leave a rest, do not add up to 1.
 *
 * Images whose map shows nothing are left out of all means, those of areas too, and counted.
 *
 * @example
 * const { regions } = await attentionShare(map, { regions: ['eyes', 'nose', 'mouth'], landmarks });
 * console.log(regions.mouth.share.mean, regions.mouth.share.standardError);
 *
 * @param map - The attention, [B,H,W], in which 0 stands for none; numbers must not be negative.
 * @throws FacePerturbError `invalid-option` or `invalid-argument` for wrong options and for something that is no map, no region or a disposed
 *   map, `invalid-shape` for an empty map, `invalid-data` for numbers that are negative or not finite, `missing-landmarks`, `aborted`.
 */
export async function attentionShare(map: MeasuredMap, options: RegionMeasureOptions): Promise<AttentionShare> {
  checkOptionNames(WHAT, options ?? {}, ['regions', 'landmarks', 'signal']);
  const pause = createBreather(WHAT, options?.signal);
  await pause();
  const images = await readMap(`${WHAT}: map`, map);
  checkNotNegative(images.values);
  const regions: AttentionShare['regions'] = {};
  for (const { name, coverageOf } of namedRegions(WHAT, options ?? {}, images)) {
    const parts: (Part | null)[] = [];
    for (const [image, note] of images.notes.entries()) {
      parts.push(note === null ? partOn(imageOf(images, image), coverageOf(image)) : null);
      await pause();
    }
    regions[name] = {
      share: measurement(parts.map((part) => part && part.share)),
      area: measurement(parts.map((part) => part && part.area)),
      concentration: measurement(parts.map((part) => (part && part.area > 0 ? part.share / part.area : null))),
    };
  }
  return { regions, ...imageNotes([...images.notes]) };
}

interface Part {
  readonly share: number;
  readonly area: number;
}

function partOn(attention: Float64Array, coverage: Float32Array): Part {
  let [all, inside, area] = [0, 0, 0];
  attention.forEach((value, at) => {
    all += value;
    inside += value * (coverage[at] as number);
    area += coverage[at] as number;
  });
  return { share: inside / all, area: area / coverage.length };
}

function checkNotNegative(values: ArrayLike<number>): void {
  for (let at = 0; at < values.length; at++) {
    if (!((values[at] as number) < 0)) continue;
    throw new FacePerturbError(`${WHAT}: map`, {
      code: 'invalid-data',
      expected: 'attention of at least 0',
      received: `${values[at]}`,
      fix: 'Give what counts as attention: the magnitudes, or the positive numbers.',
    });
  }
}
