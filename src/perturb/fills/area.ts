import type { Patch } from '../patch.js';

/** Where a fill goes: the coverage of each image's region, and whether the image is masked at all. */
export interface Area {
  /** Width of the images. */
  readonly width: number;
  /** Coverage of one image, `height * width` values; undefined where the image is left alone. */
  coverageOf(image: number): Float32Array | undefined;
}

/**
 * Visits the pixels of a patch of an image that its region touches, row by row.
 *
 * @param use - Is called with a pixel's coverage, above 0, and its place in the patches of the batch, one after the other.
 */
export function eachCovered(
  area: Area,
  image: number,
  { top, left, height, width }: Patch,
  use: (coverage: number, place: number) => void,
): void {
  const coverage = area.coverageOf(image);
  if (!coverage) return;
  for (let row = 0; row < height; row++) {
    const from = (top + row) * area.width + left;
    const to = (image * height + row) * width;
    for (let column = 0; column < width; column++) {
      const covered = coverage[from + column] as number;
      if (covered > 0) use(covered, to + column);
    }
  }
}
