import { checkNumber } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { Blend } from './paintMaps.js';

/** Options about the size of pictures. */
export interface EnlargeOptions {
  /**
   * A whole number of times that pictures are made larger, 1 … 64.
   * @default 1
   */
  enlarge?: number;
  /**
   * Straight lines between the pixels' centres where maps and faces are enlarged, instead of blocks. Smooth maps look finer than they are.
   * @default false
   */
  smooth?: boolean;
}

/** How maps lie over faces. */
export interface BlendOptions {
  /**
   * Opacity of the map, in [0, 1].
   * @default 0.85 with `fade`, 0.55 without
   */
  opacity?: number;
  /**
   * Makes the map the fainter the less attention there is (signed: the nearer to zero), so that the face shows where the map says little.
   * @default true
   */
  fade?: boolean;
}

/** @throws FacePerturbError `invalid-option` unless it is a whole number from 1 to 64. */
export function checkEnlarge(what: string, enlarge: unknown): number {
  return checkNumber(`${what}: enlarge`, enlarge, { min: 1, max: 64, integer: true });
}

/** @throws FacePerturbError `invalid-option` unless it is true or false. */
export function checkFlag(what: string, name: string, flag: unknown): boolean {
  if (typeof flag === 'boolean') return flag;
  throw new FacePerturbError(`${what}: ${name}`, {
    code: 'invalid-option',
    expected: 'true or false',
    received: show(flag),
  });
}

/** @throws FacePerturbError `invalid-option` for wrong options. */
export function readBlend(what: string, options: BlendOptions & Pick<EnlargeOptions, 'smooth'>): Blend {
  const fade = checkFlag(what, 'fade', options.fade ?? true);
  const smooth = checkFlag(what, 'smooth', options.smooth ?? false);
  const opacity = checkNumber(`${what}: opacity`, options.opacity ?? (fade ? 0.85 : 0.55), { min: 0, max: 1 });
  return { fade, smooth, opacity };
}

/** @throws FacePerturbError `invalid-shape` unless there is one for each image or one for all. */
export function checkCount(what: string, count: number, images: number): void {
  if (count === images || count === 1) return;
  throw new FacePerturbError(what, {
    code: 'invalid-shape',
    expected: images === 1 ? 'one, as there is one image' : `one for each of the ${images} images, or one for all`,
    received: `${count}`,
  });
}
