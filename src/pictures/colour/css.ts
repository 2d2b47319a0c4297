import { checkChoice } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { COLOUR_MAPS, colourOf, type ColourMapName } from './colourMaps.js';
import type { Colour } from './lab.js';

/**
 * A colour as CSS and SVG write it: "#51abe9".
 *
 * @param colour - Red, green and blue in [0, 1]; values beyond are cut off.
 * @throws FacePerturbError `invalid-argument` unless it is three finite numbers.
 */
export function cssColour(colour: Colour): string {
  if (!Array.isArray(colour) || colour.length !== 3 || !colour.every(Number.isFinite)) {
    throw new FacePerturbError('cssColour: colour', {
      code: 'invalid-argument',
      expected: 'red, green and blue, each in [0, 1]',
      received: show(colour),
    });
  }
  const bytes = colour.map((value) => Math.round(255 * Math.min(1, Math.max(0, value as number))));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Colours in a gradient: between so many, a straight line through sRGB is as good as the curve. */
const STOPS = 17;

/**
 * A colour map as a CSS gradient from left (0, or -1) to right (1), for legends in web pages.
 *
 * @throws FacePerturbError `invalid-option` for another map.
 */
export function cssGradient(map: ColourMapName): string {
  checkChoice('cssGradient: map', map, COLOUR_MAPS);
  const colours = Array.from({ length: STOPS }, (_, at) => {
    const share = at / (STOPS - 1);
    return cssColour(colourOf(map, map === 'sequential' ? share : 2 * share - 1));
  });
  return `linear-gradient(to right, ${colours.join(', ')})`;
}
