import { FacePerturbError, show } from '../support/errors.js';
import { facialRegion, protectiveMask } from './faceParts.js';
import { clusterRegion, freeMask } from './grids.js';
import { box, ellipse, polygon } from './outlines.js';
import type { Region } from './region.js';
import { complement, grow, intersect, subtract, union } from './setOperations.js';

type Rest<Kind extends Region['kind']> = Omit<Extract<Region, { kind: Kind }>, 'kind'>;
type Readers = { [Kind in Region['kind']]: (fields: Rest<Kind>) => Region };

const readers: Readers = {
  box,
  ellipse,
  polygon: ({ points, ...options }) => polygon(points, options),
  facial: ({ name }) => facialRegion(name),
  protectiveMask,
  cluster: clusterRegion,
  freeMask,
  union: ({ regions }) => union(...readAll(regions)),
  intersect: ({ regions }) => intersect(...readAll(regions)),
  subtract: ({ from, removed }) => subtract(readRegion(from), ...readAll(removed)),
  complement: ({ region }) => complement(readRegion(region)),
  grow: ({ region, px }) => grow(readRegion(region), px),
};

/**
 * Checks something that should be a region, from JSON or from code without types, and returns a frozen copy of it.
 *
 * @param value - What should be a region.
 * @throws FacePerturbError `invalid-argument` or `invalid-option`, by the rules of the constructor of its kind.
 */
export function readRegion(value: unknown): Region {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (typeof kind !== 'string' || !Object.hasOwn(readers, kind)) {
    throw new FacePerturbError('region', {
      code: 'invalid-argument',
      expected: `a region, whose kind is one of ${Object.keys(readers).join(', ')}`,
      received: show(value),
      fix: "Make one with box(...), polygon(...), facialRegion('mouth'), clusterRegion(...) and the like.",
    });
  }
  const { kind: _, ...fields } = value as Region;
  return (readers[kind as Region['kind']] as (fields: object) => Region)(fields);
}

function readAll(values: unknown): Region[] {
  return Array.isArray(values) ? values.map(readRegion) : [readRegion(values)];
}
