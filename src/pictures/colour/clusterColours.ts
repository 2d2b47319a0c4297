import { checkNumber } from '../../support/checks.js';
import { labToRgb, type Colour, type Lab } from './lab.js';

/*
 * Chosen by a search (test/fixtures/pictures/choose_colours.py) that made the smallest difference between any two large: at least 17 by
 * CIEDE2000 for common vision, without red (protanopia) and without green (deuteranopia) receptors, each as simulated by Machado, Oliveira and
 * Fernandes (2009). The first ones lie farthest apart.
 */
const COLOURS: readonly Lab[] = [
  [67, -8, -39],
  [73, 28, 64],
  [64, -40, 0],
  [55, 55, 18],
  [46, 26, -58],
  [88, -61, 20],
  [40, 8, 39],
  [88, -32, -11],
  [40, 34, -4],
];

/** Different colours there are for clusters. */
export const CLUSTER_COLOUR_COUNT = COLOURS.length;

/**
 * The colour of a cluster: sky blue, orange, teal, red, indigo, mint, brown, aqua, plum, and from the start again.
 *
 * All nine can be told apart by people who confuse red and green; not all by the few who confuse blue and yellow.
 *
 * @param cluster - A whole number from 0.
 * @returns Red, green and blue in [0, 1].
 * @throws FacePerturbError `invalid-option` for anything else.
 */
export function clusterColour(cluster: number): Colour {
  checkNumber('clusterColour: cluster', cluster, { min: 0, integer: true });
  return labToRgb(COLOURS[cluster % COLOURS.length] as Lab);
}
