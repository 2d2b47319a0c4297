import { checkNumber } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { ComplementRegion, GrowRegion, IntersectRegion, Region, SubtractRegion, UnionRegion } from './region.js';

/**
 * In any of the regions. On soft edges the larger coverage counts.
 *
 * @throws FacePerturbError `invalid-argument` without a region, or on something that is none.
 */
export function union(...regions: Region[]): UnionRegion {
  return Object.freeze<UnionRegion>({ kind: 'union', regions: checkRegions('union', regions) });
}

/**
 * In all of the regions. On soft edges the smaller coverage counts.
 *
 * @throws FacePerturbError `invalid-argument` without a region, or on something that is none.
 */
export function intersect(...regions: Region[]): IntersectRegion {
  return Object.freeze<IntersectRegion>({ kind: 'intersect', regions: checkRegions('intersect', regions) });
}

/**
 * In the first region and in none of the others: `subtract(facialRegion('faceOval'), facialRegion('eyes'))`. On soft edges the
 * smaller of the first's coverage and 1 - the others' counts; so along an edge that both share, up to half a pixel is left.
 *
 * @param from - What is kept of.
 * @param removed - What is taken away.
 * @throws FacePerturbError `invalid-argument` without a region to remove, or on something that is none.
 */
export function subtract(from: Region, ...removed: Region[]): SubtractRegion {
  checkRegions('subtract', [from]);
  return Object.freeze<SubtractRegion>({ kind: 'subtract', from, removed: checkRegions('subtract', removed) });
}

/**
 * Everything outside the region: 1 - coverage.
 *
 * @throws FacePerturbError `invalid-argument` on something that is not a region.
 */
export function complement(region: Region): ComplementRegion {
  checkRegions('complement', [region]);
  return Object.freeze<ComplementRegion>({ kind: 'complement', region });
}

/**
 * The region made wider on all sides by a number of pixels with round corners, or narrower by a negative number.
 * Parts outside the picture grow into it. The border of the picture does not count as an edge of a cluster or free mask.
 *
 * @param px - In [-1000, 1000], need not be whole.
 * @throws FacePerturbError `invalid-argument` on something that is not a region, `invalid-option` on the number.
 */
export function grow(region: Region, px: number): GrowRegion {
  checkRegions('grow', [region]);
  return Object.freeze<GrowRegion>({
    kind: 'grow',
    region,
    px: checkNumber('grow: px', px, { min: -1000, max: 1000 }),
  });
}

function checkRegions(what: string, regions: readonly Region[]): readonly Region[] {
  const wrong = regions.find((region) => typeof region !== 'object' || region === null || !('kind' in region));
  if (regions.length === 0 || wrong !== undefined || regions.includes(undefined as unknown as Region)) {
    throw new FacePerturbError(`${what}: regions`, {
      code: 'invalid-argument',
      expected: 'at least one region',
      received: regions.length === 0 ? 'none' : show(wrong),
      fix: "Make one with box(...), polygon(...), facialRegion('mouth'), clusterRegion(...) and the like.",
    });
  }
  return Object.freeze([...regions]);
}
