import { AVERAGE_FACE } from '../regions/facial/averageFace.js';
import type { FaceLandmarks, Point } from '../regions/landmarks.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';

/** Options of {@link meanShape}. */
export interface MeanShapeOptions {
  /**
   * Width of the picture in pixels.
   * @default 48
   */
  width?: number;
  /**
   * Height of the picture in pixels.
   * @default 48
   */
  height?: number;
}

/**
 * The 68 points (iBUG scheme) of an average face that looks straight ahead and fills its picture, as the aligned crops
 * of FER2013 do: the fallback where no detector finds a face, and good enough for coarse regions.
 *
 * The numbers are this library's own: laid out by hand after the proportions of an adult face, then moved until eyes,
 * base of the nose and mouth lay on those of the pixelwise mean of FER2013's first 12,000 pictures. They are no average of
 * annotated faces. A picture that was cropped differently needs landmarks of its own.
 *
 * @returns Points in pixels, with `source` 'mean-shape'.
 * @throws FacePerturbError `invalid-option` on an unknown option or a size that is not a number of at least 1.
 */
export function meanShape(options: MeanShapeOptions = {}): FaceLandmarks {
  checkOptionNames('meanShape', options, ['width', 'height']);
  const width = checkNumber('meanShape: width', options.width ?? 48, { min: 1 });
  const height = checkNumber('meanShape: height', options.height ?? 48, { min: 1 });
  return {
    scheme: 'ibug68',
    points: AVERAGE_FACE.map(([x, y]): Point => [x * width, y * height]),
    source: 'mean-shape',
  };
}
