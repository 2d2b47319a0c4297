import { facialRegion } from '../regions/faceParts.js';
import type { FaceLandmarks } from '../regions/landmarks.js';
import { FACIAL_REGIONS } from '../regions/region.js';
import type { FacialRegionName } from '../regions/region.js';
import { regionCoverage } from '../regions/regionMask.js';

/** How far a cluster and a region cover each other. */
export interface RegionOverlap {
  /** Share of the cluster that lies in the region, in [0, 1]. */
  ofCluster: number;
  /** Share of the region, as far as it lies in the picture, that lies in the cluster, in [0, 1]; 0 when none of it does. */
  ofRegion: number;
}

/** The overlap with each region that the landmarks show. */
export type RegionOverlaps = Partial<Record<FacialRegionName, RegionOverlap>>;

/** A map of labels in which none is without a pixel. */
export interface LabelMap {
  readonly labels: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  readonly found: number;
}

/**
 * The overlap of each cluster with each facial region; of several faces, with the mean of their regions.
 *
 * @param faces - Landmarks in pixels of the map.
 */
export function overlapsOf(map: LabelMap, faces: readonly FaceLandmarks[]): RegionOverlaps[] {
  const overlaps: RegionOverlaps[] = Array.from({ length: map.found }, () => ({}));
  const sizes = sumByLabel(map, () => 1);
  for (const region of FACIAL_REGIONS) {
    if (!faces.every((face) => shows(face, region))) continue;
    const coverage = meanCoverage(map, faces, region);
    const inside = sumByLabel(map, (at) => coverage[at] as number);
    const area = inside.reduce((sum, each) => sum + each);
    overlaps.forEach((each, cluster) => {
      const covered = inside[cluster] as number;
      const ofCluster = covered / (sizes[cluster] as number);
      each[region] = { ofCluster: Math.min(1, ofCluster), ofRegion: area > 0 ? covered / area : 0 };
    });
  }
  return overlaps;
}

function shows({ scheme }: FaceLandmarks, region: FacialRegionName): boolean {
  return scheme === 'mediapipe478' || !region.endsWith('Iris');
}

function meanCoverage({ height, width }: LabelMap, faces: readonly FaceLandmarks[], region: FacialRegionName) {
  const mean = new Float64Array(height * width);
  for (const landmarks of faces) {
    const coverage = regionCoverage(facialRegion(region), { height, width, landmarks });
    coverage.forEach((value, at) => (mean[at] = (mean[at] as number) + value / faces.length));
  }
  return mean;
}

function sumByLabel({ labels, found }: LabelMap, value: (at: number) => number): number[] {
  const sums = new Array<number>(found).fill(0);
  for (let at = 0; at < labels.length; at++) sums[labels[at] as number]! += value(at);
  return sums;
}
