import { centerWindow } from '../../../src/data/crops.js';
import { cropLandmarks } from '../../../src/data/augmentLandmarks.js';
import { meanShape } from '../../../src/landmarks/meanShape.js';
import { maskRegion } from '../../../src/perturb/maskRegion.js';
import { facialRegion, freeMask, regionCoverage, union } from '../../../src/regions/index.js';
import type { CopiesProvider } from '../../../src/training/types.js';

/** The parts that figure 4 of the paper shows as clusters: the side of either eye, and mouth and nose. */
const PARTS = [
  union(facialRegion('leftEyeArea'), facialRegion('leftCheek')),
  union(facialRegion('rightEyeArea'), facialRegion('rightCheek')),
  union(facialRegion('mouth'), facialRegion('nose')),
];

/**
 * Copies without a part of the face each, where an average face has it in the middle crop. Crops are moved and mirrored by a few
 * pixels before the copies are made, so the parts are those of no single face: as with clusters, one map serves all.
 */
export const landmarkCopies: CopiesProvider = ({ size, train }) => {
  const { width, height } = train;
  const landmarks = cropLandmarks(meanShape({ width, height }), centerWindow(train, size), size);
  const picture = { height: size, width: size, landmarks };
  const changes = PARTS.map((part) => {
    // Drawn once as a mask of its own, so that all images of a batch share it.
    const mask = freeMask({ values: regionCoverage(part, picture), height: size, width: size });
    return maskRegion(mask, { fill: 'zero' });
  });
  return { changes };
};
