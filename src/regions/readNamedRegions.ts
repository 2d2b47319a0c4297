import { FacePerturbError, show } from '../support/errors.js';
import { facialRegion } from './faceParts.js';
import { readRegion } from './readRegion.js';
import type { FacialRegionName, Region } from './region.js';

/** Names of facial regions, or regions of any kind by names of one's own. */
export type NamedRegions = readonly FacialRegionName[] | Readonly<Record<string, Region>>;

/**
 * Reads regions with the names they go by.
 *
 * @param what - Of the option, for messages: "attentionShare: regions".
 * @throws FacePerturbError `invalid-option` or `invalid-argument` for something that is no region, or no region at all.
 */
export function readNamedRegions(what: string, regions: NamedRegions): [string, Region][] {
  const named = Array.isArray(regions)
    ? (regions as readonly FacialRegionName[]).map((name): [string, Region] => [name, facialRegion(name)])
    : Object.entries(typeof regions === 'object' ? (regions as Readonly<Record<string, Region>>) : {});
  if (named.length > 0) return named.map(([name, region]) => [name, readRegion(region)]);
  throw new FacePerturbError(what, {
    code: 'invalid-option',
    expected: "names of facial regions such as ['mouth', 'nose'], or an object of regions by name",
    received: show(regions),
  });
}
