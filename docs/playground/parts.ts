import { box, FACIAL_REGIONS, facialRegion, protectiveMask, union } from '../../src/regions/index.js';
import type { FacialRegionName, ProtectiveMaskStyle, Region } from '../../src/regions/index.js';
import type { Frame } from './protocol.js';

type FacePart = Exclude<FacialRegionName, 'leftIris' | 'rightIris'>;

/** Parts of the face that 68 landmarks can tell: all but the irises. */
export const FACE_PARTS: readonly FacePart[] = FACIAL_REGIONS.filter(
  (name): name is FacePart => name !== 'leftIris' && name !== 'rightIris',
);

/** Outlines of protective masks. */
export const MASKS = ['surgical', 'n95', 'cloth'] as const satisfies readonly ProtectiveMaskStyle[];

/** What can be hidden. */
export type PartName = FacePart | ProtectiveMaskStyle | 'rectangle';

/** All that can be hidden, in the order of the page. */
export const PART_NAMES: readonly PartName[] = [...FACE_PARTS, ...MASKS, 'rectangle'];

/** "leftEyeArea" as words. */
export function wordsOf(name: PartName): string {
  if (isMask(name)) return `mask: ${name === 'n95' ? 'N95' : name}`;
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** One part as a region. */
export function regionOf(name: PartName, rectangle: Frame): Region {
  if (name === 'rectangle') return box(rectangle);
  return isMask(name) ? protectiveMask({ style: name }) : facialRegion(name);
}

/** Several parts as one region; undefined for none. */
export function regionOfAll(names: readonly PartName[], rectangle: Frame): Region | undefined {
  const regions = names.map((name) => regionOf(name, rectangle));
  return regions.length > 1 ? union(...regions) : regions[0];
}

/** The TypeScript that makes the region. */
export function codeOfRegion(names: readonly PartName[], rectangle: Frame): string {
  const parts = names.map((name) => {
    if (name === 'rectangle') return `box(${objectCode(rectangle)})`;
    return isMask(name) ? `protectiveMask({ style: '${name}' })` : `facialRegion('${name}')`;
  });
  return parts.length > 1 ? `union(${parts.join(', ')})` : (parts[0] ?? '');
}

/** A flat object as code. */
export function objectCode(value: object): string {
  const fields = Object.entries(value).map(([name, each]) => {
    const text = typeof each === 'string' ? `'${each}'` : JSON.stringify(each);
    return `${name}: ${text}`;
  });
  return `{ ${fields.join(', ')} }`;
}

function isMask(name: PartName): name is ProtectiveMaskStyle {
  return (MASKS as readonly string[]).includes(name);
}
