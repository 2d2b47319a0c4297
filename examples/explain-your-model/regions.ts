import { facialRegion, union } from '../../src/regions/index.js';
import { FACIAL_REGIONS, type FacialRegionName, type Region } from '../../src/regions/region.js';
import { FacePerturbError, show } from '../../src/support/errors.js';

/** What is hidden when nothing is said: the parts of the face that do not overlap much, and what is around it as a check. */
export const DEFAULT_REGIONS = ['brows', 'eyes', 'nose', 'cheeks', 'mouth', 'chin', 'forehead', 'background'] as const;

/**
 * Regions by their names: all facial ones, and both cheeks in one.
 *
 * @throws FacePerturbError `invalid-option` for a name that is none.
 */
export function regionsByName(names: readonly string[]): Record<string, Region> {
  return Object.fromEntries(names.map((name) => [name, regionOf(name)]));
}

function regionOf(name: string): Region {
  if (name === 'cheeks') return union(facialRegion('leftCheek'), facialRegion('rightCheek'));
  const known = FACIAL_REGIONS.find((each): each is FacialRegionName => each === name);
  if (known !== undefined) return facialRegion(known);
  throw new FacePerturbError('--regions', {
    code: 'invalid-option',
    expected: `names out of ${FACIAL_REGIONS.join(', ')}, cheeks`,
    received: show(name),
  });
}
