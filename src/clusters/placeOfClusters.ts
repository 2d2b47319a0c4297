import { anatomyOf } from '../regions/facial/anatomy.js';
import { frameOf } from '../regions/facial/frame.js';
import { centroid } from '../regions/facial/geometry.js';
import type { FaceLandmarks } from '../regions/landmarks.js';
import type { LabelMap } from './regionOverlap.js';

/** Where a cluster lies on the face, in distances between the eyes. */
export interface ClusterPlace {
  /** From the point between the eyes to the cluster's centroid, positive towards the subject's left. */
  readonly left: number;
  /** Likewise, positive towards the chin. */
  readonly down: number;
  /** Share of the cluster's pixels on the subject's left of the line down the face, in [0, 1]. */
  readonly leftShare: number;
}

/**
 * Where each cluster lies; on several faces, the mean.
 *
 * @param faces - Landmarks in pixels of the map.
 */
export function placesOf(map: LabelMap, faces: readonly FaceLandmarks[]): ClusterPlace[] {
  const places = faces.map((face) => placesOn(map, face));
  return Array.from({ length: map.found }, (_, cluster) => {
    const mean = (value: (place: ClusterPlace) => number) =>
      places.reduce((sum, each) => sum + value(each[cluster] as ClusterPlace), 0) / faces.length;
    return { left: mean(({ left }) => left), down: mean(({ down }) => down), leftShare: mean((at) => at.leftShare) };
  });
}

function placesOn({ labels, width, found }: LabelMap, face: FaceLandmarks): ClusterPlace[] {
  const anatomy = anatomyOf(face);
  const { unit, across, down } = frameOf(anatomy);
  const [x, y] = centroid([centroid(anatomy.rightEye), centroid(anatomy.leftEye)]);
  const sums = Array.from({ length: found }, () => ({ left: 0, down: 0, onLeft: 0, size: 0 }));
  for (let at = 0; at < labels.length; at++) {
    const sum = sums[labels[at] as number]!;
    const [dx, dy] = [(at % width) + 0.5 - x, Math.floor(at / width) + 0.5 - y];
    const left = (dx * across[0] + dy * across[1]) / unit;
    sum.left += left;
    sum.down += (dx * down[0] + dy * down[1]) / unit;
    sum.onLeft += left > 0 ? 1 : left === 0 ? 0.5 : 0;
    sum.size++;
  }
  return sums.map((sum) => ({
    left: sum.left / sum.size,
    down: sum.down / sum.size,
    leftShare: sum.onLeft / sum.size,
  }));
}
