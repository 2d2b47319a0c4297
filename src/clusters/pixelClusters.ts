import { clusterRegion } from '../regions/grids.js';
import type { Region } from '../regions/region.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { PixelClusters, PixelClustersRecord } from './types.js';

/** Everything of a clustering but its methods. */
export type PixelClustersFields = Omit<PixelClusters, 'region' | 'toJSON'>;

/** Adds the methods to a clustering's fields. */
export function withMethods(fields: PixelClustersFields): PixelClusters {
  return {
    ...fields,
    region: (cluster) => regionOf(fields, cluster),
    toJSON: () => ({ ...fields, labels: Array.from(fields.labels) }),
  };
}

/**
 * Turns a record, as `toJSON` or `JSON.parse` gives it, back into a clustering.
 *
 * @throws FacePerturbError `invalid-data` when it is no record, or its labels don't fit the size or the number of clusters.
 */
export function restoreClusters(record: PixelClustersRecord): PixelClusters {
  const { labels, height, width, found, centroids } = (record ?? {}) as PixelClustersRecord;
  const fits =
    Array.isArray(labels) &&
    labels.length === height * width &&
    labels.every((label) => Number.isInteger(label) && label >= 0 && label < found) &&
    Array.isArray(centroids) &&
    centroids.length === found;
  if (fits) return withMethods({ ...record, labels: Uint8Array.from(labels) });
  throw new FacePerturbError('restoreClusters: record', {
    code: 'invalid-data',
    expected: 'height * width labels from 0 to found - 1, and a centroid for each cluster',
    received: Array.isArray(labels) ? `${labels.length} labels, ${show(found)} clusters` : show(record),
  });
}

function regionOf({ labels, height, width, found }: PixelClustersFields, cluster: number): Region {
  if (Number.isInteger(cluster) && cluster >= 0 && cluster < found) {
    return clusterRegion({ labels, height, width, cluster });
  }
  throw new FacePerturbError('PixelClusters: region', {
    code: 'invalid-argument',
    expected: `a cluster from 0 to ${found - 1}`,
    received: show(cluster),
  });
}
