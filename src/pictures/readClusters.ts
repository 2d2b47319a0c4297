import { FacePerturbError, show } from '../support/errors.js';
import type { Size } from './raster.js';

/** A cluster for each pixel: a result of `clusterPixels`, its record, or plain labels. */
export interface LabelPicture {
  /** H*W whole numbers from 0 to 255, row by row. */
  readonly labels: ArrayLike<number>;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
}

/** Clusters to be painted: one for all images, or one for each, all of one size. */
export type ClusterSource = LabelPicture | readonly LabelPicture[];

/** Clusters of one size, checked. */
export interface ShownClusters extends Size {
  readonly labels: readonly ArrayLike<number>[];
  /** Clusters there are: the largest label and one. */
  readonly found: number;
}

/**
 * Reads clusters of any kind.
 *
 * @throws FacePerturbError `invalid-argument` for something else, `invalid-shape` when sizes differ or do not fit the labels,
 *   `invalid-data` for a label that is no whole number from 0 to 255.
 */
export function readClusters(what: string, source: ClusterSource): ShownClusters {
  const all: readonly unknown[] = Array.isArray(source) ? source : [source];
  if (all.length === 0) throw wrong(what, 'invalid-argument', 'clusters', 'an empty list');
  const read = all.map((one, at) => readOne(all.length > 1 ? `${what}[${at}]` : what, one));
  const [{ height, width }] = read as [LabelPicture];
  read.forEach((one, at) => {
    if (one.height === height && one.width === width) return;
    throw wrong(
      `${what}[${at}]`,
      'invalid-shape',
      `the size of the first, ${height} x ${width}`,
      `${one.height} x ${one.width}`,
    );
  });
  const found = 1 + read.reduce((most, { labels }) => Math.max(most, largest(labels)), 0);
  return { labels: read.map(({ labels }) => labels), height, width, found };
}

function readOne(what: string, source: unknown): LabelPicture {
  const { labels, height, width } = (source ?? {}) as Partial<LabelPicture>;
  const isList = Array.isArray(labels) || (ArrayBuffer.isView(labels) && !(labels instanceof DataView));
  if (!isList || !isSide(height) || !isSide(width)) {
    const expected = 'a result of clusterPixels, its record, or { labels, height, width }';
    throw wrong(what, 'invalid-argument', expected, show(source));
  }
  const numbers = labels as ArrayLike<number>;
  if (numbers.length !== height * width) {
    throw wrong(what, 'invalid-shape', `${height * width} labels for ${height} x ${width} pixels`, `${numbers.length}`);
  }
  const at = Array.from(numbers).findIndex((label) => !Number.isInteger(label) || label < 0 || label > 255);
  if (at < 0) return { labels: numbers, height, width };
  throw wrong(`${what}: labels[${at}]`, 'invalid-data', 'a whole number from 0 to 255', show(numbers[at]));
}

function isSide(side: unknown): side is number {
  return Number.isInteger(side) && (side as number) > 0;
}

function largest(labels: ArrayLike<number>): number {
  let most = 0;
  for (let at = 0; at < labels.length; at++) most = Math.max(most, labels[at] as number);
  return most;
}

function wrong(
  what: string,
  code: 'invalid-argument' | 'invalid-shape' | 'invalid-data',
  expected: string,
  received: string,
): FacePerturbError {
  return new FacePerturbError(what, { code, expected, received });
}
