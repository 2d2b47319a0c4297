import { rasterise } from '../../regions/rasterise.js';
import type { Shape } from '../../regions/shape.js';
import { shapeWindow } from '../../regions/shapeWindow.js';
import type { Window } from '../../regions/window.js';
import { around, type Patch } from '../patch.js';
import type { MaskColour, MaskLayer, PaintStop } from './layer.js';

/** A drawing of layers: colours already times their opacity. */
export interface Drawing {
  /** `patch.height * patch.width * channels` */
  readonly colours: Float32Array;
  /** `patch.height * patch.width` */
  readonly opacities: Float32Array;
}

/** Where to draw. */
export interface DrawingSize {
  /** Of the picture. */
  readonly height: number;
  /** Of the picture. */
  readonly width: number;
  /** 1 or 3. */
  readonly channels: number;
}

/** The part of the picture that layers may touch, if any. */
export function layersPatch(layers: readonly MaskLayer[], { height, width }: DrawingSize): Patch | undefined {
  const picture: Window = { x: 0, y: 0, width, height };
  return around(
    layers.flatMap(({ shape }) => {
      const window = shapeWindow(shape, picture);
      if (window.width === 0 || window.height === 0) return [];
      return [{ top: window.y, left: window.x, height: window.height, width: window.width }];
    }),
  );
}

/** Steps of a gradient between its ends. */
const SHADES = 256;

/** Draws a patch of layers over one another, the first at the bottom. */
export function drawLayers(layers: readonly MaskLayer[], size: DrawingSize, patch: Patch): Drawing {
  const { channels } = size;
  const { left, top, width, height } = patch;
  const drawing: Drawing = {
    colours: new Float32Array(height * width * channels),
    opacities: new Float32Array(height * width),
  };
  let last: { shape: Shape; coverage: Float32Array } | undefined;
  for (const layer of layers) {
    const { shape } = layer;
    const window = shapeWindow(shape, { x: left, y: top, width, height });
    const coverage = last?.shape === shape ? last.coverage : rasterise(shape, { ...size, window });
    last = { shape, coverage };
    paint(drawing, layer, { coverage, window }, patch, channels);
  }
  return drawing;
}

interface LayerCoverage {
  readonly coverage: Float32Array;
  /** Where it lies in the picture. */
  readonly window: Window;
}

/** Lays a layer's colours over what has been drawn. */
function paint(
  { colours, opacities }: Drawing,
  { from, to, stops }: MaskLayer,
  { coverage, window }: LayerCoverage,
  patch: Patch,
  channels: number,
): void {
  const shades = shadesOf(stops, channels);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const steps = shades.length / (channels + 1);
  const scale = (steps - 1) / (dx * dx + dy * dy || 1);
  for (let row = 0; row < window.height; row++) {
    const start = (window.y - patch.top + row) * patch.width + window.x - patch.left;
    const down = (window.y + row + 0.5 - from[1]) * dy;
    for (let column = 0; column < window.width; column++) {
      const covered = coverage[row * window.width + column] as number;
      if (covered === 0) continue;
      const way = (window.x + column + 0.5 - from[0]) * dx + down;
      const shade = Math.min(steps - 1, Math.max(0, Math.round(way * scale))) * (channels + 1);
      const opacity = covered * (shades[shade] as number);
      const at = start + column;
      opacities[at] = (opacities[at] as number) * (1 - opacity) + opacity;
      for (let channel = 0; channel < channels; channel++) {
        const place = at * channels + channel;
        colours[place] = (colours[place] as number) * (1 - opacity) + opacity * (shades[shade + 1 + channel] as number);
      }
    }
  }
}

/** For each step of a gradient its opacity and its colour, one after the other; an even colour has one step. */
function shadesOf(stops: readonly PaintStop[], channels: number): Float32Array {
  const values = stops.map(({ colour, opacity }) => [opacity, ...inChannels(colour, channels)]);
  const steps = stops.length === 1 ? 1 : SHADES;
  const shades = new Float32Array(steps * (channels + 1));
  let next = 0;
  for (let step = 0; step < steps; step++) {
    const place = steps === 1 ? 0 : step / (steps - 1);
    while (next < stops.length - 1 && (stops[next] as PaintStop).at <= place) next++;
    const before = Math.max(0, next - 1);
    const [from, to] = [(stops[before] as PaintStop).at, (stops[next] as PaintStop).at];
    const share = to > from ? Math.min(1, (place - from) / (to - from)) : 1;
    for (let at = 0; at <= channels; at++) {
      const [low, high] = [values[before]?.[at] as number, values[next]?.[at] as number];
      shades[step * (channels + 1) + at] = low + (high - low) * share;
    }
  }
  return shades;
}

/** On grey pictures a colour is its luma (ITU-R BT.601). */
function inChannels([red, green, blue]: MaskColour, channels: number): number[] {
  return channels === 3 ? [red, green, blue] : [0.299 * red + 0.587 * green + 0.114 * blue];
}
