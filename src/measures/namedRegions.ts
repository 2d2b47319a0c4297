import type { FaceLandmarks } from '../regions/landmarks.js';
import { readNamedRegions, type NamedRegions } from '../regions/readNamedRegions.js';
import { needsLandmarks } from '../regions/region.js';
import { landmarksOfBatch, regionCoverage } from '../regions/regionMask.js';
import type { MapImages } from './readMap.js';

/** Options of the measures that look at regions. */
export interface RegionMeasureOptions {
  /** Names of facial regions, or regions of any kind by names of your own. They may overlap. */
  regions: NamedRegions;
  /**
   * The landmarks of each image's face, one entry an image.
   * @default none; regions of the face need them
   */
  landmarks?: readonly (FaceLandmarks | undefined)[] | undefined;
  /**
   * Stops the work between two images, with an error of code `aborted`.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** A region under its name, and where it is in each image. */
export interface NamedRegion {
  readonly name: string;
  /** The share of each pixel inside the region, H*W numbers in [0, 1]. */
  coverageOf(image: number): Float32Array;
}

/**
 * Reads the regions.
 *
 * @throws FacePerturbError `invalid-option` or `invalid-argument` for something that is no region, `missing-landmarks` when one needs them.
 */
export function namedRegions(
  what: string,
  { regions, landmarks }: RegionMeasureOptions,
  { count, height, width }: Pick<MapImages, 'count' | 'height' | 'width'>,
): NamedRegion[] {
  return readNamedRegions(`${what}: regions`, regions).map(([name, region]): NamedRegion => {
    if (!needsLandmarks(region)) {
      const coverage = regionCoverage(region, { height, width });
      return { name, coverageOf: () => coverage };
    }
    const faces = landmarksOfBatch(what, landmarks, count);
    return { name, coverageOf: (image) => regionCoverage(region, { height, width, landmarks: faces[image] }) };
  });
}
