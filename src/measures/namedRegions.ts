import { facialRegion } from '../regions/faceParts.js';
import type { FaceLandmarks } from '../regions/landmarks.js';
import { readRegion } from '../regions/readRegion.js';
import { needsLandmarks } from '../regions/region.js';
import type { FacialRegionName, Region } from '../regions/region.js';
import { landmarksOfBatch, regionCoverage } from '../regions/regionMask.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { MapImages } from './readMap.js';

/** Options of the measures that look at regions. */
export interface RegionMeasureOptions {
  /** Names of facial regions, or regions of any kind by names of your own. They may overlap. */
  regions: readonly FacialRegionName[] | Readonly<Record<string, Region>>;
  /**
   * The landmarks of each image's face, one entry an image.
   * @default none; regions of the face need them
   */
  landmarks?: readonly (FaceLandmarks | undefined)[] | undefined;
  /** Stops the work between two images, with an error of code `aborted`. */
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
  return readRegions(what, regions).map(([name, region]): NamedRegion => {
    if (!needsLandmarks(region)) {
      const coverage = regionCoverage(region, { height, width });
      return { name, coverageOf: () => coverage };
    }
    const faces = landmarksOfBatch(what, landmarks, count);
    return { name, coverageOf: (image) => regionCoverage(region, { height, width, landmarks: faces[image] }) };
  });
}

function readRegions(what: string, regions: RegionMeasureOptions['regions']): [string, Region][] {
  const named = Array.isArray(regions)
    ? (regions as readonly FacialRegionName[]).map((name): [string, Region] => [name, facialRegion(name)])
    : Object.entries(typeof regions === 'object' ? (regions as Readonly<Record<string, Region>>) : {});
  if (named.length > 0) return named.map(([name, region]) => [name, readRegion(region)]);
  throw new FacePerturbError(`${what}: regions`, {
    code: 'invalid-option',
    expected: "names of facial regions such as ['mouth', 'nose'], or an object of regions by name",
    received: show(regions),
  });
}
