import { checkChoice, checkOptionNames } from '../support/checks.js';
import { FACIAL_REGIONS, PROTECTIVE_MASK_STYLES } from './region.js';
import type { FacialRegion, FacialRegionName, ProtectiveMaskRegion, ProtectiveMaskStyle } from './region.js';

/**
 * A named part of each face, found by its landmarks. Left and right are the SUBJECT's.
 *
 * Every part lies inside `faceOval`, but for `background`, which is what lies outside it. `eyes` and `brows` are the two
 * together; an eye area reaches from above the brow to below the eye; the mouth is the lips and what is between
 * them; the halves are halves of the oval (of its height, and along the line from the nose's root to the chin). The forehead, and
 * with it the upper end of the oval, lies above all of the 68 landmarks and is extrapolated.
 *
 * @param name - One of `FACIAL_REGIONS`.
 * @throws FacePerturbError `invalid-option` on another name.
 */
export function facialRegion(name: FacialRegionName): FacialRegion {
  return Object.freeze<FacialRegion>({
    kind: 'facial',
    name: checkChoice('facialRegion: name', name, FACIAL_REGIONS),
  });
}

/** Options of {@link protectiveMask}. */
export interface ProtectiveMaskOptions {
  /**
   * `surgical`: from the nose to below the chin, out to the jaw; `n95`: a cup over nose and mouth; `cloth`: like the
   * first, wider, higher at the sides and lower under the chin.
   *
   * @default 'surgical'
   */
  style?: ProtectiveMaskStyle;
}

/**
 * What a protective mask covers, fitted by each face's landmarks from the bridge of the nose to below the chin.
 * It says where; the fill says in which colour. (Han et al. 2023, "Masked FER-2013", do this with MaskTheFace's
 * templates; these outlines are our own.)
 *
 * @throws FacePerturbError `invalid-option` on another style.
 */
export function protectiveMask(options: ProtectiveMaskOptions = {}): ProtectiveMaskRegion {
  checkOptionNames('protectiveMask', options, ['style']);
  const { style = 'surgical' } = options;
  return Object.freeze<ProtectiveMaskRegion>({
    kind: 'protectiveMask',
    style: checkChoice('protectiveMask: style', style, PROTECTIVE_MASK_STYLES),
  });
}
