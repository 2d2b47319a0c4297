import { FacePerturbError, show } from '../support/errors.js';
import type { ImageDataset } from './dataset.js';
import { UNLABELLED } from './fer2013/format.js';

/**
 * Throws unless the parts of a data set fit together: for data sets made by hand.
 *
 * @param dataset - What is checked; nothing is changed.
 * @throws FacePerturbError `invalid-shape` when a length disagrees with the sizes, `invalid-data` for a label without
 *   a class name.
 */
export function checkDataset(dataset: ImageDataset): void {
  const { size, height, width, channels, classNames } = dataset;
  for (const [name, value, least] of [
    ['size', size, 0],
    ['height', height, 1],
    ['width', width, 1],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      throw wrongShape(dataset, name, `a whole number of at least ${least}`, show(value));
    }
  }
  if (channels !== 1 && channels !== 3) throw wrongShape(dataset, 'channels', '1 or 3', show(channels));
  if (classNames.length === 0 || new Set(classNames).size !== classNames.length) {
    throw wrongShape(dataset, 'classNames', 'different names, at least one', show(classNames));
  }
  checkLength(dataset, 'pixels', size * height * width * channels);
  checkLength(dataset, 'labels', size);
  if (dataset.landmarks && dataset.landmarks.length !== size) {
    throw wrongShape(dataset, 'landmarks', `${size} faces`, `${dataset.landmarks.length}`);
  }
  checkLabels(dataset);
}

function checkLength(dataset: ImageDataset, field: 'pixels' | 'labels', length: number): void {
  const values: unknown = dataset[field];
  if (!(values instanceof Uint8Array)) throw wrongShape(dataset, field, 'a Uint8Array', show(values));
  if (values.length !== length) throw wrongShape(dataset, field, `${length} bytes`, `${values.length}`);
}

function checkLabels({ name, labels, classNames }: ImageDataset): void {
  const bad = labels.findIndex((label) => label >= classNames.length);
  if (bad < 0) return;
  const label = labels[bad];
  throw new FacePerturbError(`data set ${show(name)}: label of picture ${bad}`, {
    code: 'invalid-data',
    expected: `a class id in 0 … ${classNames.length - 1}`,
    received: label === UNLABELLED ? `${UNLABELLED}, a picture without a label` : show(label),
  });
}

function wrongShape({ name }: ImageDataset, field: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`data set ${show(name)}: ${field}`, { code: 'invalid-shape', expected, received });
}
