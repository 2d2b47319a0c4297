import { between } from '../../regions/facial/geometry.js';
import type { Point } from '../../regions/landmarks.js';
import type { ProtectiveMaskStyle } from '../../regions/region.js';
import { pathsShape } from '../../regions/shape.js';
import type { FittedMask } from './fit.js';
import type { MaskColour, MaskLayer, PaintStop } from './layer.js';

/** What each kind of mask is made in when no colour is asked for. */
export const MASK_COLOURS: Record<ProtectiveMaskStyle, MaskColour> = {
  surgical: [0.56, 0.75, 0.86],
  n95: [0.92, 0.92, 0.9],
  cloth: [0.22, 0.27, 0.38],
};

/** How a mask is lit. */
export interface MaskLight {
  readonly colour: MaskColour;
  /** Place of the brightest line across the mask: 0 its right side, 1 its left. */
  readonly brightest: number;
}

const BLACK: MaskColour = [0, 0, 0];
const WHITE: MaskColour = [1, 1, 1];
const STRAP: MaskColour = [0.9, 0.9, 0.9];

/** The layers of a mask from the skin up: shadow and straps, cloth and its shading, folds and seams. */
export function maskLayers(style: ProtectiveMaskStyle, mask: FittedMask, light: MaskLight): MaskLayer[] {
  const details = { surgical, n95, cloth }[style](mask);
  const straps = style === 'n95' ? headStraps(mask) : earLoops(mask);
  const strapColour = style === 'cloth' ? light.colour : STRAP;
  return [
    shadow(mask),
    ...straps.map((line) => drawn(mask, line, 0.022, strapColour, 0.85)),
    ...body(style, mask, light),
    ...details,
  ];
}

function surgical(mask: FittedMask): MaskLayer[] {
  const pleats = [0.32, 0.5, 0.68].flatMap((share) => [
    drawn(mask, inner(mask.across(share - 0.035)), 0.02, WHITE, 0.22),
    drawn(mask, inner(mask.across(share)), 0.018, BLACK, 0.3),
  ]);
  const hems = [0.035, 0.965].map((share) => drawn(mask, mask.across(share), 0.012, BLACK, 0.14));
  return [...pleats, ...hems, drawn(mask, mask.across(0.09).slice(9, 16), 0.02, WHITE, 0.25)];
}

function n95(mask: FittedMask): MaskLayer[] {
  const seam = mask.down(0.5).slice(1);
  return [
    drawn(mask, closed(mask.outline), 0.024, BLACK, 0.16),
    drawn(mask, seam, 0.016, BLACK, 0.2),
    drawn(mask, inner(mask.across(0.3)), 0.014, BLACK, 0.12),
    drawn(mask, inner(mask.across(0.72)), 0.014, BLACK, 0.16),
    drawn(mask, mask.across(0.1).slice(9, 16), 0.035, [0.6, 0.62, 0.65], 0.8),
  ];
}

function cloth(mask: FittedMask): MaskLayer[] {
  const folds = [0.18, 0.82].flatMap((side) => {
    const ends = mask.down(side);
    const middle = mask.down(0.5);
    return [1, 3].map((depth) =>
      drawn(
        mask,
        [ends[depth] as Point, between(ends[depth] as Point, middle[depth + 1] as Point, 0.6)],
        0.02,
        BLACK,
        0.16,
      ),
    );
  });
  return [
    drawn(mask, closed(mask.outline), 0.02, WHITE, 0.1),
    drawn(mask, mask.down(0.49), 0.012, WHITE, 0.14),
    drawn(mask, mask.down(0.5), 0.016, BLACK, 0.35),
    ...folds,
  ];
}

function earLoops({ upper, lower, ears, frame }: FittedMask): Point[][] {
  return ([0, 1] as const).flatMap((side) => {
    const out = side === 0 ? -1 : 1;
    const at = side === 0 ? 0 : upper.length - 1;
    const low = side === 0 ? 3 : lower.length - 4;
    const ear = ears[side];
    return [
      [upper[at] as Point, frame.move(ear, 0.03 * out, 0.04)],
      [lower[low] as Point, frame.move(ear, 0.02 * out, 0.3)],
    ];
  });
}

function headStraps({ upper, lower, ears, frame }: FittedMask): Point[][] {
  return ([0, 1] as const).flatMap((side) => {
    const out = side === 0 ? -1 : 1;
    const at = side === 0 ? 2 : upper.length - 3;
    const ear = ears[side];
    return [
      [upper[at] as Point, frame.move(ear, 0.05 * out, -0.06)],
      [lower[at] as Point, frame.move(ear, 0.03 * out, 0.52)],
    ];
  });
}

/** What the mask throws on cheeks and neck. */
function shadow({ outline, frame }: FittedMask): MaskLayer {
  const moved = outline.map((point) => frame.move(point, 0, 0.045));
  return even([moved], BLACK, 0.22);
}

/** Bright above and dark below, and darker towards the sides, as a curved cloth is. */
function body(style: ProtectiveMaskStyle, mask: FittedMask, { colour, brightest }: MaskLight): MaskLayer[] {
  const { outline, upper, lower } = mask;
  const middle = (upper.length - 1) / 2;
  const turn = style === 'n95' ? 0.34 : 0.28;
  const down: PaintStop[] = [
    { at: 0, colour: blended(colour, WHITE, 0.16), opacity: 1 },
    { at: 0.45, colour, opacity: 1 },
    { at: 1, colour: blended(colour, BLACK, 0.3), opacity: 1 },
  ];
  const across: PaintStop[] = [
    { at: 0, colour: BLACK, opacity: turn + 0.2 * (brightest - 0.5) },
    { at: brightest - 0.24, colour: BLACK, opacity: 0.03 },
    { at: brightest, colour: WHITE, opacity: 0.12 },
    { at: brightest + 0.24, colour: BLACK, opacity: 0.03 },
    { at: 1, colour: BLACK, opacity: turn - 0.2 * (brightest - 0.5) },
  ];
  const shape = pathsShape(outline);
  return [
    { shape, from: upper[middle] as Point, to: lower[middle] as Point, stops: down },
    { shape, from: upper[0] as Point, to: upper.at(-1) as Point, stops: across },
  ];
}

function drawn(
  { frame }: FittedMask,
  line: readonly Point[],
  halfWidth: number,
  colour: MaskColour,
  opacity: number,
): MaskLayer {
  return even([ribbon(line, halfWidth * frame.unit)], colour, opacity);
}

function even(paths: (readonly Point[])[], colour: MaskColour, opacity: number): MaskLayer {
  return { shape: pathsShape(...paths), from: [0, 0], to: [1, 0], stops: [{ at: 0, colour, opacity }] };
}

/** Leaves out both ends of a line across. */
function inner(line: readonly Point[]): Point[] {
  return line.slice(2, -2);
}

function closed(outline: readonly Point[]): Point[] {
  return [...outline, outline[0] as Point];
}

/** A line drawn so wide, as an outline. */
function ribbon(line: readonly Point[], halfWidth: number): Point[] {
  const beside = (side: number) =>
    line.map((point, at): Point => {
      const before = line[Math.max(0, at - 1)] as Point;
      const after = line[Math.min(line.length - 1, at + 1)] as Point;
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
      const scale = (side * halfWidth) / (Math.hypot(dx, dy) || 1);
      return [point[0] - dy * scale, point[1] + dx * scale];
    });
  return [...beside(1), ...beside(-1).reverse()];
}

/** A colour on the way to another. */
export function blended(colour: MaskColour, other: MaskColour, share: number): MaskColour {
  const mix = (at: 0 | 1 | 2) => colour[at] + (other[at] - colour[at]) * share;
  return [mix(0), mix(1), mix(2)];
}
