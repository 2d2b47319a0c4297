import { readFill, type Fill, type FillOption } from '../../perturb/fills/fill.js';
import { facialRegion, protectiveMask } from '../../regions/faceParts.js';
import { readRegion } from '../../regions/readRegion.js';
import {
  FACIAL_REGIONS,
  PROTECTIVE_MASK_STYLES,
  type FacialRegionName,
  type ProtectiveMaskStyle,
  type Region,
} from '../../regions/region.js';
import { union } from '../../regions/setOperations.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { readValue } from './readJson.js';

/**
 * A region by name, as JSON, or from a file (`@file.json`); several of them are one, their union.
 *
 * @throws FacePerturbError `invalid-option` for an unknown name or a file that is none, or as `readRegion`.
 */
export async function readRegions(texts: readonly string[]): Promise<Region> {
  const regions: Region[] = [];
  for (const text of texts) regions.push(regionOf(await readValue('--region', text)));
  const [only] = regions;
  return only && regions.length === 1 ? only : union(...regions);
}

function regionOf(value: unknown): Region {
  if (typeof value !== 'string') return readRegion(value);
  if (FACIAL_REGIONS.includes(value as FacialRegionName)) return facialRegion(value as FacialRegionName);
  if (PROTECTIVE_MASK_STYLES.includes(value as ProtectiveMaskStyle)) {
    return protectiveMask({ style: value as ProtectiveMaskStyle });
  }
  throw new FacePerturbError('--region', {
    code: 'invalid-option',
    expected: `JSON, @file.json, or one of ${[...FACIAL_REGIONS, ...PROTECTIVE_MASK_STYLES].join(', ')}`,
    received: show(value),
  });
}

/**
 * A fill by name, as a grey value (`0.5`), a colour (`#9fc5e8`), JSON, or from a file.
 *
 * @throws FacePerturbError `invalid-option` for anything else.
 */
export async function readFillText(text: string): Promise<Fill> {
  const colour = readColour(text);
  if (colour) return readFill('--fill', { kind: 'constant', value: colour });
  if (/^[\d.]+$/.test(text)) return readFill('--fill', { kind: 'constant', value: Number(text) });
  return readFill('--fill', (await readValue('--fill', text)) as FillOption);
}

/** Red, green and blue in [0, 1] of a colour such as `#9fc5e8`; undefined for other texts. */
export function readColour(text: string): [number, number, number] | undefined {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (!digits) return undefined;
  return [1, 2, 3].map((at) => parseInt(digits[at] as string, 16) / 255) as [number, number, number];
}
