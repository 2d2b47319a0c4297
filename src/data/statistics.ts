import type { ImageDataset } from './dataset.js';

/**
 * Pictures of each class, in the order of `classNames`; unlabelled pictures count nowhere.
 *
 * @param dataset - Whose labels are counted.
 */
export function classCounts(dataset: ImageDataset): number[] {
  const counts = dataset.classNames.map(() => 0);
  for (const label of dataset.labels) if (label < counts.length) counts[label] = (counts[label] as number) + 1;
  return counts;
}

/**
 * The mean of all pixels of all pictures in [0, 1], one number a channel: the fill that says least about a face.
 * An empty data set has a mean of 0.
 *
 * @param dataset - Whose pixels are read.
 */
export function datasetMean(dataset: ImageDataset): number[] {
  const { pixels, channels } = dataset;
  const perChannel = Math.max(1, pixels.length / channels);
  return Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let at = channel; at < pixels.length; at += channels) sum += pixels[at] as number;
    return sum / perChannel / 255;
  });
}
