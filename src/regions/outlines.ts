import { checkChoice, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { Point } from './landmarks.js';
import type { BoxRegion, EllipseRegion, FillRule, PolygonRegion, Units } from './region.js';

const UNITS: readonly Units[] = ['pixels', 'relative'];

/** Options of {@link box}. */
export interface BoxOptions {
  /** Left edge; may lie outside the picture. */
  x: number;
  /** Upper edge; may lie outside the picture. */
  y: number;
  /** More than 0. */
  width: number;
  /** More than 0. */
  height: number;
  /**
   * Pixels, or fractions of the picture's width (x, width) and height (y, height).
   *
   * @default 'pixels'
   */
  units?: Units;
}

/**
 * An upright rectangle. It may hang over any edge of the picture.
 *
 * @throws FacePerturbError `invalid-option` on a number that is not finite, or a width or height not above 0.
 */
export function box(options: BoxOptions): BoxRegion {
  checkOptionNames('box', options, ['x', 'y', 'width', 'height', 'units']);
  const { x, y, width, height, units = 'pixels' } = options;
  return Object.freeze<BoxRegion>({
    kind: 'box',
    x: checkNumber('box: x', x),
    y: checkNumber('box: y', y),
    width: checkLength('box: width', width),
    height: checkLength('box: height', height),
    units: checkChoice('box: units', units, UNITS),
  });
}

/** Options of {@link ellipse}. */
export interface EllipseOptions {
  /** Middle, from the left edge. */
  x: number;
  /** Middle, from the upper edge. */
  y: number;
  /** Half the width before turning; more than 0. */
  radiusX: number;
  /** Half the height before turning; more than 0. */
  radiusY: number;
  /**
   * Turn in degrees, clockwise as seen, in pixels (so that it is a true turn in a picture that is not square).
   *
   * @default 0
   */
  angle?: number;
  /**
   * Pixels, or fractions of the picture's width (x, radiusX) and height (y, radiusY).
   *
   * @default 'pixels'
   */
  units?: Units;
}

/**
 * An ellipse. It may hang over any edge of the picture.
 *
 * @throws FacePerturbError `invalid-option` on a number that is not finite, or a radius not above 0.
 */
export function ellipse(options: EllipseOptions): EllipseRegion {
  checkOptionNames('ellipse', options, ['x', 'y', 'radiusX', 'radiusY', 'angle', 'units']);
  const { x, y, radiusX, radiusY, angle = 0, units = 'pixels' } = options;
  return Object.freeze<EllipseRegion>({
    kind: 'ellipse',
    x: checkNumber('ellipse: x', x),
    y: checkNumber('ellipse: y', y),
    radiusX: checkLength('ellipse: radiusX', radiusX),
    radiusY: checkLength('ellipse: radiusY', radiusY),
    angle: checkNumber('ellipse: angle', angle),
    units: checkChoice('ellipse: units', units, UNITS),
  });
}

/** Options of {@link polygon}. */
export interface PolygonOptions {
  /**
   * Which points a self-crossing outline encloses: winding number not zero, or odd.
   *
   * @default 'nonzero'
   */
  rule?: FillRule;
  /**
   * Pixels, or fractions of the picture's width and height.
   *
   * @default 'pixels'
   */
  units?: Units;
}

/**
 * A closed outline through three points or more, in either direction, crossing itself or not, hanging over any edge
 * of the picture or not. Points on one line enclose nothing and give an empty mask.
 *
 * @param points - `[x, y]` pairs; the last is joined to the first.
 * @throws FacePerturbError `invalid-argument` on fewer than three points or a point that is not two finite numbers.
 */
export function polygon(points: readonly Point[], options: PolygonOptions = {}): PolygonRegion {
  checkOptionNames('polygon', options, ['rule', 'units']);
  const { rule = 'nonzero', units = 'pixels' } = options;
  return Object.freeze<PolygonRegion>({
    kind: 'polygon',
    points: Object.freeze(checkPoints('polygon: points', points)),
    rule: checkChoice('polygon: rule', rule, ['nonzero', 'evenodd']),
    units: checkChoice('polygon: units', units, UNITS),
  });
}

function checkPoints(what: string, points: readonly Point[]): Point[] {
  if (!Array.isArray(points) || points.length < 3) throw wrongPoints(what, show(points));
  return points.map((point: Point, at) => {
    const fits = Array.isArray(point) && point.length === 2 && point.every((value) => Number.isFinite(value));
    if (!fits) throw wrongPoints(`${what}[${at}]`, show(point));
    return Object.freeze<Point>([point[0], point[1]]);
  });
}

function wrongPoints(what: string, received: string): FacePerturbError {
  return new FacePerturbError(what, {
    code: 'invalid-argument',
    expected: 'at least three points [x, y] of two finite numbers',
    received,
  });
}

function checkLength(what: string, value: unknown): number {
  const length = checkNumber(what, value);
  if (length <= 0) {
    throw new FacePerturbError(what, { code: 'invalid-option', expected: 'a number above 0', received: show(value) });
  }
  return length;
}
