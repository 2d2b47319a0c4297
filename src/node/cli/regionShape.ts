import type { FaceLandmarks } from '../../regions/landmarks.js';
import { needsLandmarks, type Region } from '../../regions/region.js';
import { resolveRegion, type Picture } from '../../regions/resolve.js';
import type { Shape } from '../../regions/shape.js';

/**
 * A region on all faces of a picture: each part of a face stands for that part of every face (`mouth`: all mouths), and sets are made of
 * these, so that the complement of the mouths hides none of them.
 */
export function shapeOnFaces(region: Region, picture: Picture, faces: readonly FaceLandmarks[]): Shape {
  const inside = (part: Region) => shapeOnFaces(part, picture, faces);
  switch (region.kind) {
    case 'union':
    case 'intersect':
      return { kind: region.kind, shapes: region.regions.map(inside) };
    case 'subtract': {
      const rest = region.removed.map((part): Shape => ({ kind: 'complement', shape: inside(part) }));
      return { kind: 'intersect', shapes: [inside(region.from), ...rest] };
    }
    case 'complement':
      return { kind: 'complement', shape: inside(region.region) };
    case 'grow':
      return { kind: 'grow', shape: inside(region.region), px: region.px };
    default:
      return needsLandmarks(region) && faces.length > 0
        ? onEach(region, picture, faces)
        : resolveRegion(region, picture);
  }
}

function onEach(region: Region, picture: Picture, faces: readonly FaceLandmarks[]): Shape {
  const shapes = faces.map((landmarks) => resolveRegion(region, { ...picture, landmarks }));
  const outside = region.kind === 'facial' && region.name === 'background';
  return { kind: outside ? 'intersect' : 'union', shapes };
}
