import { FacePerturbError, show } from '../support/errors.js';
import type { ClusterCentroid } from './types.js';

/**
 * The centroids of an earlier clustering, checked.
 *
 * @param maps - How many attention maps there are now: the earlier clustering must be of as many.
 * @throws FacePerturbError `invalid-option` when it is none, or one of other maps.
 */
export function readMatchTo(
  what: string,
  matchTo: { readonly centroids: readonly ClusterCentroid[] } | undefined,
  maps: number,
): readonly ClusterCentroid[] | undefined {
  if (matchTo === undefined) return undefined;
  const centroids: unknown = (matchTo as { centroids?: unknown } | null)?.centroids;
  if (!Array.isArray(centroids) || !centroids.every(isCentroid)) {
    throw new FacePerturbError(`${what}: matchTo`, {
      code: 'invalid-option',
      expected: 'an earlier result of clusterPixels',
      received: show(matchTo),
    });
  }
  const other = centroids.find((each) => attentionsOf(each).length !== maps);
  if (!other) return centroids;
  throw new FacePerturbError(`${what}: matchTo`, {
    code: 'invalid-option',
    expected: `a clustering of as many maps as now, ${maps}`,
    received: `one of ${attentionsOf(other).length}`,
  });
}

/** The attention of a centroid in each map. */
export function attentionsOf({ attention, attentions }: ClusterCentroid): readonly number[] {
  return attentions ?? [attention];
}

function isCentroid(value: unknown): value is ClusterCentroid {
  const { x, y, attention, attentions = [] } = (value ?? {}) as Partial<ClusterCentroid>;
  return Array.isArray(attentions) && [x, y, attention, ...attentions].every(Number.isFinite);
}
