/** Red, green and blue, 0 … 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Stops of ColorBrewer's PuOr (Brewer 2003), negative to positive: safe for the colour-blind, white at zero. */
const PURPLE_ORANGE: readonly Rgb[] = [
  [84, 39, 136],
  [153, 142, 195],
  [216, 218, 235],
  [247, 247, 247],
  [254, 224, 182],
  [241, 163, 64],
  [179, 88, 6],
];

/** Stops of viridis (van der Walt and Smith 2015), low to high. */
const VIRIDIS: readonly Rgb[] = [
  [68, 1, 84],
  [70, 50, 126],
  [54, 92, 141],
  [39, 127, 142],
  [31, 161, 135],
  [74, 193, 109],
  [160, 218, 57],
  [253, 231, 37],
];

/** Okabe and Ito's qualitative colours (2008), told apart by all common kinds of colour vision. */
export const CLUSTER_COLOURS: readonly Rgb[] = [
  [86, 180, 233],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [240, 228, 66],
  [213, 94, 0],
  [0, 114, 178],
];

/** Colour of a signed value in [-1, 1]; values outside take the end's colour. */
export function diverging(value: number): Rgb {
  return ramp(PURPLE_ORANGE, (value + 1) / 2);
}

/** Colour of a value in [0, 1]; values outside take the end's colour. */
export function sequential(value: number): Rgb {
  return ramp(VIRIDIS, value);
}

/** Colour of a cluster; colours repeat after the seventh. */
export function clusterColour(cluster: number): Rgb {
  return CLUSTER_COLOURS[cluster % CLUSTER_COLOURS.length] as Rgb;
}

/** CSS text of a colour. */
export function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** A CSS gradient from a scale's low to its high end, for legends. */
export function cssGradient(scale: 'diverging' | 'sequential'): string {
  const stops = scale === 'diverging' ? PURPLE_ORANGE : VIRIDIS;
  return `linear-gradient(to right, ${stops.map(css).join(', ')})`;
}

function ramp(stops: readonly Rgb[], share: number): Rgb {
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const first = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [stops[first] as Rgb, stops[first + 1] as Rgb];
  const mix = (low: number, high: number) => Math.round(low + (high - low) * (place - first));
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}
