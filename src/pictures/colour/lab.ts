/** A colour in sRGB: red, green and blue, each in [0, 1]. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A colour in CIELAB (CIE 1976, white point D65): lightness 0 … 100, green to red, blue to yellow. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** White point D65 of the 2° observer, as in IEC 61966-2-1. */
const WHITE = [0.95047, 1, 1.08883] as const;

/** Linear red, green and blue out of XYZ: the inverse of the matrix of sRGB's primaries (ITU-R BT.709) and D65. */
const FROM_XYZ = [
  [3.2404542, -1.5371385, -0.4985314],
  [-0.969266, 1.8760108, 0.041556],
  [0.0556434, -0.2040259, 1.0572252],
] as const;

/**
 * The sRGB colour of a CIELAB colour; what a screen cannot show is cut off at 0 and 1.
 *
 * CIE 15 (CIELAB to XYZ) and IEC 61966-2-1 (XYZ to sRGB).
 */
export function labToRgb([lightness, a, b]: Lab): Colour {
  const y = (lightness + 16) / 116;
  const [x, , z] = [y + a / 500, y, y - b / 200];
  const xyz = [x, y, z].map((share, at) => unroot(share) * WHITE[at]!) as [number, number, number];
  return FROM_XYZ.map(([fromX, fromY, fromZ]) =>
    encode(fromX * xyz[0] + fromY * xyz[1] + fromZ * xyz[2]),
  ) as unknown as Colour;
}

/** CIELAB's cube root undone, with its straight piece near black. */
function unroot(share: number): number {
  const bend = 6 / 29;
  return share > bend ? share ** 3 : 3 * bend * bend * (share - 4 / 29);
}

/** A linear amount of light as a value of sRGB. */
function encode(light: number): number {
  const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.min(1, Math.max(0, value));
}
