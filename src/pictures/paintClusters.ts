import { clusterColour } from './colour/clusterColours.js';
import type { Colour } from './colour/lab.js';
import { emptyRaster, imageOf, type Raster, type Size } from './raster.js';
import type { ShownClusters } from './readClusters.js';

/** The clusters in their colours, in another size. */
export function paintClusters(clusters: ShownClusters, to: Size): Raster {
  const raster = emptyRaster(clusters.labels.length, to);
  for (let image = 0; image < raster.count; image++) {
    blendClusters(raster, image, clusters, { opacity: 1, borders: false });
  }
  return raster;
}

/** How clusters lie over a face. */
export interface ClusterBlend {
  readonly opacity: number;
  /** White lines between clusters. */
  readonly borders: boolean;
}

/**
 * Lays clusters over one of the faces. One clustering may serve for all faces.
 *
 * @param faces - Painted over.
 */
export function blendClusters(
  faces: Raster,
  image: number,
  clusters: ShownClusters,
  { opacity, borders }: ClusterBlend,
): void {
  const labels = labelsIn(clusters, clusters.labels.length === 1 ? 0 : image, faces);
  const colours = Array.from({ length: clusters.found }, (_, cluster) => clusterColour(cluster));
  const into = imageOf(faces, image);
  labels.forEach((label, pixel) => {
    const colour = colours[label] as Colour;
    const onBorder =
      borders && (isOther(labels, pixel, 1, faces.width) || isOther(labels, pixel, faces.width, faces.width));
    for (let channel = 0, at = 3 * pixel; channel < 3; channel++, at++) {
      into[at] = onBorder ? 1 : (into[at] as number) * (1 - opacity) + (colour[channel] as number) * opacity;
    }
  });
}

/** Whether the next pixel to the right (`step` 1) or below (`step` the width) is of another cluster. */
function isOther(labels: Int32Array, pixel: number, step: number, width: number): boolean {
  const isLast = step === 1 ? pixel % width === width - 1 : pixel + step >= labels.length;
  return !isLast && labels[pixel] !== labels[pixel + step];
}

/** Labels in another size, as blocks. */
function labelsIn({ labels, height, width }: ShownClusters, image: number, to: Size): Int32Array {
  const from = labels[image] as ArrayLike<number>;
  return Int32Array.from({ length: to.height * to.width }, (_, pixel) => {
    const row = Math.floor(((Math.floor(pixel / to.width) + 0.5) * height) / to.height);
    const column = Math.floor((((pixel % to.width) + 0.5) * width) / to.width);
    return from[row * width + column] as number;
  });
}
