import type sharp from 'sharp';
import { FacePerturbError } from '../support/errors.js';

/** The function that the optional peer `sharp` exports. */
export type Sharp = typeof sharp;

/**
 * Loads the optional peer `sharp`, which decodes pictures.
 *
 * @throws FacePerturbError `missing-package` with the install line when it isn't installed or doesn't run here.
 */
export async function loadSharp(what: string): Promise<Sharp> {
  try {
    const module = await import('sharp');
    return module.default;
  } catch (cause) {
    throw new FacePerturbError(`${what}: pictures are decoded by the package 'sharp', which could not be loaded`, {
      code: 'missing-package',
      fix: 'Install it with: npm install sharp',
      cause,
    });
  }
}
