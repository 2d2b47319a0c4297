import { createBreather } from '../support/breather.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { imageNotes, measurement } from './estimate.js';
import { namedRegions } from './namedRegions.js';
import type { RegionMeasureOptions } from './namedRegions.js';
import { imageOf, readMap } from './readMap.js';
import type { ImageNotes, MeasuredMap, Measurement } from './types.js';

/** Options of {@link pointingGame}. */
export interface PointingOptions extends RegionMeasureOptions {
  /**
   * How far from the region a maximum may lie and still hit it, in pixels between pixels' middles, in [0, 1000].
   * @default 0
   */
  tolerance?: number;
}

/** What {@link pointingGame} gives. Plain JSON. */
export interface PointingGame extends ImageNotes {
  /** By the regions' names: 1 for each image whose maximum hits the region, 0 for others; the mean is the rate of hits. */
  regions: Record<string, Measurement>;
}

const WHAT = 'pointingGame';

/** A pixel belongs to a region when half of it does. */
const INSIDE = 0.5;

/**
 * The pointing game (Zhang et al. 2016, arXiv:1608.00507): whether the pixel of the most attention lies on a region. Where several pixels share the
 * maximum, an image counts by the part of them that hits.
 *
 * Of a region smaller than a pixel, the pixels count that hold most of it; images in which a region is not to be seen do not count for it.
 * Images whose map shows nothing are left out and counted.
 *
 * @throws FacePerturbError `invalid-option` or `invalid-argument` for wrong options and for something that is no map, no region or a disposed
 *   map, `invalid-shape` for an empty map, `invalid-data` for a map that is not finite, `missing-landmarks`, `aborted`.
 */
export async function pointingGame(map: MeasuredMap, options: PointingOptions): Promise<PointingGame> {
  checkOptionNames(WHAT, options ?? {}, ['regions', 'landmarks', 'tolerance', 'signal']);
  const tolerance = checkNumber(`${WHAT}: tolerance`, options?.tolerance ?? 0, { min: 0, max: 1000 });
  const pause = createBreather(WHAT, options?.signal);
  await pause();
  const images = await readMap(`${WHAT}: map`, map);
  const maxima = images.notes.map((note, image) => (note === null ? maximaOf(imageOf(images, image)) : null));
  const regions: PointingGame['regions'] = {};
  for (const { name, coverageOf } of namedRegions(WHAT, options ?? {}, images)) {
    const hits: (number | null)[] = [];
    for (const [image, points] of maxima.entries()) {
      hits.push(points && shareOfHits(points, coverageOf(image), images.width, tolerance));
      await pause();
    }
    regions[name] = measurement(hits);
  }
  return { regions, ...imageNotes([...images.notes]) };
}

function maximaOf(values: Float64Array): number[] {
  const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return Array.from(values.keys()).filter((at) => values[at] === largest);
}

function shareOfHits(
  points: readonly number[],
  coverage: Float32Array,
  width: number,
  tolerance: number,
): number | null {
  const most = coverage.reduce((largest, value) => Math.max(largest, value), 0);
  if (most === 0) return null;
  const isInside = (pixel: number): boolean => (coverage[pixel] as number) >= Math.min(INSIDE, most);
  const hits = points.filter((pixel) => liesNear(pixel, isInside, coverage.length / width, width, tolerance));
  return hits.length / points.length;
}

/** Whether a pixel within the distance is inside. */
function liesNear(
  pixel: number,
  isInside: (pixel: number) => boolean,
  height: number,
  width: number,
  distance: number,
): boolean {
  if (isInside(pixel)) return true;
  const [row, column] = [Math.floor(pixel / width), pixel % width];
  const reach = Math.floor(distance);
  for (let y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y++) {
    const across = Math.floor(Math.sqrt(distance ** 2 - (y - row) ** 2));
    for (let x = Math.max(0, column - across); x <= Math.min(width - 1, column + across); x++) {
      if (isInside(y * width + x)) return true;
    }
  }
  return false;
}
