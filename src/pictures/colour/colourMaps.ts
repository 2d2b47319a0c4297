import { checkChoice, checkNumber } from '../../support/checks.js';
import { labToRgb, type Colour, type Lab } from './lab.js';

/** The colour maps: one for amounts, one for what has a sign. */
export const COLOUR_MAPS = ['sequential', 'diverging'] as const;

/** Name of a colour map. */
export type ColourMapName = (typeof COLOUR_MAPS)[number];

/** A curve through CIELAB: the lightness goes straight from one end to the other, a and b follow a Bézier curve. */
interface Curve {
  readonly lightness: readonly [from: number, to: number];
  readonly controls: readonly (readonly [a: number, b: number])[];
}

/*
 * The control points were fitted (test/fixtures/pictures/choose_colours.py) so that equal steps along a curve look equally large by
 * CIEDE2000, all of it within what sRGB can show. Straight lightness alone makes a map readable by people who confuse red
 * and green, and in print without colour (after Kovesi, "Good Colour Maps", arXiv:1509.03700).
 */

/** Dark blue over purple, red and orange to light yellow. */
const SEQUENTIAL: Curve = {
  lightness: [14, 95],
  controls: [
    [10, -32],
    [63, -100],
    [81, 46],
    [67, 24],
    [11, 74],
    [-8, 35],
  ],
};

/** From the neutral middle to blue. */
const NEGATIVE: Curve = {
  lightness: [95, 42],
  controls: [
    [0, 0],
    [4, -13],
    [1, -49],
    [12, -51],
  ],
};

/** From the neutral middle to a reddish orange: the two ends differ most for people who confuse red and green. */
const POSITIVE: Curve = {
  lightness: [95, 42],
  controls: [
    [0, 0],
    [3, 17],
    [28, 66],
    [44, 47],
  ],
};

/**
 * The colour of a value.
 *
 * `sequential` runs from dark blue over purple, red and orange to light yellow; `diverging` from blue over a light neutral grey at
 * zero to reddish orange. Along both, equal steps look equally large; the lightness of the first rises, that of the second falls to
 * both sides, evenly in CIELAB, so that people who confuse red and green can read them too.
 *
 * @param value - In [0, 1] for `sequential`, in [-1, 1] for `diverging`; what lies beyond takes the end's colour.
 * @returns Red, green and blue in [0, 1].
 * @throws FacePerturbError `invalid-option` for another map, or a value that is not finite.
 */
export function colourOf(map: ColourMapName, value: number): Colour {
  checkChoice('colourOf: map', map, COLOUR_MAPS);
  return exactColour(map, checkNumber('colourOf: value', value));
}

function exactColour(map: ColourMapName, value: number): Colour {
  if (map === 'sequential') return labToRgb(along(SEQUENTIAL, Math.min(1, Math.max(0, value))));
  return labToRgb(along(value < 0 ? NEGATIVE : POSITIVE, Math.min(1, Math.abs(value))));
}

/** The place on a curve at a share of its way, by de Casteljau's construction. */
function along({ lightness: [from, to], controls }: Curve, share: number): Lab {
  let points = controls;
  while (points.length > 1) {
    points = points.slice(1).map(([a, b], at) => {
      const [beforeA, beforeB] = points[at] as readonly [number, number];
      return [beforeA + (a - beforeA) * share, beforeB + (b - beforeB) * share];
    });
  }
  const [a, b] = points[0] as readonly [number, number];
  return [from + (to - from) * share, a, b];
}

/** Entries of a table but one: even, so that the middle of `diverging` is the colour of zero itself. */
const STEPS = 1024;
const tables = new Map<ColourMapName, Float32Array>();

/** Writes the colour of a value that is known to lie in the map's range. Finer than a byte can tell. */
export function paintColour(map: ColourMapName, value: number, into: Float32Array, at: number): void {
  const table = tables.get(map) ?? makeTable(map);
  const entry = 3 * Math.round((map === 'sequential' ? value : (value + 1) / 2) * STEPS);
  into[at] = table[entry] as number;
  into[at + 1] = table[entry + 1] as number;
  into[at + 2] = table[entry + 2] as number;
}

function makeTable(map: ColourMapName): Float32Array {
  const table = new Float32Array(3 * (STEPS + 1));
  for (let step = 0; step <= STEPS; step++) {
    const share = step / STEPS;
    table.set(exactColour(map, map === 'sequential' ? share : 2 * share - 1), 3 * step);
  }
  tables.set(map, table);
  return table;
}
