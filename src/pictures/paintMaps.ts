import { paintColour } from './colour/colourMaps.js';
import { hatch } from './hatch.js';
import { emptyRaster, imageOf, type Raster, type Size } from './raster.js';
import { resample } from './resample.js';
import type { ShownMaps } from './scaleMaps.js';

/** The maps in their colours, in another size; those with nothing to show are hatched. */
export function paintMaps(maps: ShownMaps, to: Size, smooth: boolean): Raster {
  const raster = emptyRaster(maps.count, to);
  for (let image = 0; image < maps.count; image++) {
    const into = imageOf(raster, image);
    if (maps.notes[image] !== undefined) hatch(into, to);
    else valuesOf(maps, image, to, smooth).forEach((value, at) => paintColour(maps.scale.colours, value, into, 3 * at));
  }
  return raster;
}

/** How a map lies over a face. */
export interface Blend {
  /** Opacity of the map where it is strongest, in [0, 1]. */
  readonly opacity: number;
  /** Whether it is the fainter the nearer a value is to zero. */
  readonly fade: boolean;
  readonly smooth: boolean;
}

/**
 * Lays maps over faces of the same size; maps with nothing to show are hatched. One map may serve for all faces.
 *
 * @param faces - Painted over.
 */
export function blendMaps(faces: Raster, maps: ShownMaps, { opacity, fade, smooth }: Blend): void {
  const colour = new Float32Array(3);
  for (let image = 0; image < faces.count; image++) {
    const into = imageOf(faces, image);
    const map = maps.count === 1 ? 0 : image;
    if (maps.notes[map] !== undefined) hatch(into, faces, 0.5);
    else {
      valuesOf(maps, map, faces, smooth).forEach((value, pixel) => {
        paintColour(maps.scale.colours, value, colour, 0);
        const share = fade ? opacity * Math.abs(value) : opacity;
        for (let channel = 0, at = 3 * pixel; channel < 3; channel++, at++) {
          into[at] = (into[at] as number) * (1 - share) + (colour[channel] as number) * share;
        }
      });
    }
  }
}

function valuesOf({ values, height, width }: ShownMaps, image: number, to: Size, smooth: boolean): Float32Array {
  const one = values.subarray(image * height * width, (image + 1) * height * width);
  return resample(one, { height, width }, to, { smooth });
}
