import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { ClusterRegion, FreeMaskRegion } from './region.js';

/** Options of {@link clusterRegion}. */
export interface ClusterRegionOptions {
  /** A whole number per pixel, row by row from the upper left: `height * width` of them. */
  labels: ArrayLike<number>;
  /** Rows of the label map. */
  height: number;
  /** Columns of the label map. */
  width: number;
  /** The label whose pixels are the region. */
  cluster: number;
}

/**
 * The pixels of one cluster of a label map. On a picture of another size than the map's, each pixel takes the
 * label at its place (nearest neighbour). The labels are copied.
 *
 * @throws FacePerturbError `invalid-argument` when the labels are not height * width whole numbers, or none of them is `cluster`.
 */
export function clusterRegion(options: ClusterRegionOptions): ClusterRegion {
  checkOptionNames('clusterRegion', options, ['labels', 'height', 'width', 'cluster']);
  const { height, width } = checkSides('clusterRegion', options);
  const cluster = checkNumber('clusterRegion: cluster', options.cluster, { integer: true });
  const labels = copyOf('clusterRegion: labels', options.labels, height * width, 'whole numbers', Number.isInteger);
  if (!labels.includes(cluster)) {
    const found = [...new Set(labels)].sort((a, b) => a - b);
    throw new FacePerturbError('clusterRegion: cluster without a pixel', {
      code: 'invalid-argument',
      expected: `a label of the map: ${found.slice(0, 20).join(', ')}`,
      received: show(cluster),
    });
  }
  return Object.freeze<ClusterRegion>({ kind: 'cluster', labels, height, width, cluster });
}

/** Options of {@link freeMask}. */
export interface FreeMaskOptions {
  /** A number in [0, 1] per pixel, row by row from the upper left: `height * width` of them. */
  values: ArrayLike<number>;
  /** Rows of the mask. */
  height: number;
  /** Columns of the mask. */
  width: number;
}

/**
 * A mask of your own, soft or hard: a saliency map, a segmentation, a drawing. On a picture of another size it is
 * resampled bilinearly, with its edge values going on outside. The values are copied.
 *
 * @throws FacePerturbError `invalid-argument` when the values are not height * width numbers in [0, 1].
 */
export function freeMask(options: FreeMaskOptions): FreeMaskRegion {
  checkOptionNames('freeMask', options, ['values', 'height', 'width']);
  const { height, width } = checkSides('freeMask', options);
  const inRange = (value: number) => value >= 0 && value <= 1;
  const values = copyOf('freeMask: values', options.values, height * width, 'numbers in [0, 1]', inRange);
  return Object.freeze<FreeMaskRegion>({ kind: 'freeMask', values, height, width });
}

function checkSides(what: string, { height, width }: { height: number; width: number }) {
  return {
    height: checkNumber(`${what}: height`, height, { min: 1, integer: true }),
    width: checkNumber(`${what}: width`, width, { min: 1, integer: true }),
  };
}

function copyOf(
  what: string,
  source: ArrayLike<number>,
  length: number,
  kind: string,
  fits: (value: number) => boolean,
): readonly number[] {
  const expected = `${length} ${kind}, row by row`;
  if (typeof source !== 'object' || source === null || source.length !== length) {
    const received = typeof source === 'object' && source !== null ? `${source.length} values` : show(source);
    throw new FacePerturbError(what, { code: 'invalid-argument', expected, received });
  }
  const copy = Array.from(source);
  const wrong = copy.findIndex((value) => typeof value !== 'number' || !fits(value));
  if (wrong >= 0) {
    throw new FacePerturbError(what, {
      code: 'invalid-argument',
      expected,
      received: `${show(copy[wrong])} at place ${wrong}`,
    });
  }
  return Object.freeze(copy);
}
