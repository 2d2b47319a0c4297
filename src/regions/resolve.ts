import { FacePerturbError } from '../support/errors.js';
import { facialShape } from './facial/parts.js';
import { protectiveMaskShape } from './facial/protectiveMask.js';
import type { FaceLandmarks, Point } from './landmarks.js';
import type { Region, Units } from './region.js';
import { pathsShape } from './shape.js';
import type { Shape } from './shape.js';

/** The picture in which a region is to be found. */
export interface Picture {
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** The landmarks of its face. */
  readonly landmarks?: FaceLandmarks | undefined;
}

/**
 * Finds a region in one picture.
 *
 * @returns A shape in pixels: plain JSON that needs no landmarks any more.
 * @throws FacePerturbError `missing-landmarks` when the region needs them and there are none, `invalid-data` when
 * they are not what they should be.
 */
export function resolveRegion(region: Region, picture: Picture): Shape {
  const inside = (part: Region) => resolveRegion(part, picture);
  switch (region.kind) {
    case 'box': {
      const { x, y, width, height } = region;
      const corners: Point[] = [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ];
      return pathsShape(corners.map(toPixels(region.units, picture)));
    }
    case 'ellipse': {
      const scale = toPixels(region.units, picture);
      const centre = scale([region.x, region.y]);
      const radii = scale([region.radiusX, region.radiusY]);
      return { kind: 'ellipse', centre, radii, angle: (region.angle * Math.PI) / 180 };
    }
    case 'polygon':
      return { kind: 'paths', paths: [region.points.map(toPixels(region.units, picture))], rule: region.rule };
    case 'facial':
      return facialShape(region.name, landmarksFor(`facialRegion('${region.name}')`, picture));
    case 'protectiveMask':
      return protectiveMaskShape(region.style, landmarksFor('protectiveMask', picture));
    case 'cluster': {
      const { labels, height, width, cluster } = region;
      const values = labels.map((label) => (label === cluster ? 1 : 0));
      return { kind: 'grid', values, height, width, resample: 'nearest' };
    }
    case 'freeMask': {
      const { values, height, width } = region;
      return { kind: 'grid', values, height, width, resample: 'bilinear' };
    }
    case 'union':
    case 'intersect':
      return { kind: region.kind, shapes: region.regions.map(inside) };
    case 'subtract': {
      const rest: Shape[] = region.removed.map((part) => ({ kind: 'complement', shape: inside(part) }));
      return { kind: 'intersect', shapes: [inside(region.from), ...rest] };
    }
    case 'complement':
      return { kind: 'complement', shape: inside(region.region) };
    case 'grow':
      return { kind: 'grow', shape: inside(region.region), px: region.px };
  }
}

function toPixels(units: Units, { width, height }: Picture): (point: Point) => Point {
  return units === 'pixels' ? ([x, y]) => [x, y] : ([x, y]) => [x * width, y * height];
}

function landmarksFor(what: string, { landmarks }: Picture): FaceLandmarks {
  if (landmarks) return landmarks;
  throw new FacePerturbError(what, {
    code: 'missing-landmarks',
    expected: "the face's landmarks",
    received: 'none',
    fix: 'Give them per image: { landmarks: [...] } (a landmark source, or meanShape({ width, height }) for aligned crops).',
  });
}
