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
  const canvas = { height: size.height, width: size.width, window: { x: left, y: top, width, height } };
  const colours = new Float32Array(height * width * channels);
  const opacities = new Float32Array(height * width);
  let last: { shape: Shape; coverage: Float32Array } | undefined;
  for (const { shape, from, to, stops } of layers) {
    const coverage = last?.shape === shape ? last.coverage : rasterise(shape, canvas);
    last = { shape, coverage };
    const shades = shadesOf(stops, channels);
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const steps = shades.length / (channels + 1);
    const scale = (steps - 1) / (dx * dx + dy * dy || 1);
    for (let at = 0; at < coverage.length; at++) {
      const covered = coverage[at] as number;
      if (covered === 0) continue;
      const [x, y] = [left + (at % width) + 0.5, top + Math.floor(at / width) + 0.5];
      const way = (x - from[0]) * dx + (y - from[1]) * dy;
      const shade = Math.min(steps - 1, Math.max(0, Math.round(way * scale))) * (channels + 1);
      const opacity = covered * (shades[shade] as number);
      opacities[at] = (opacities[at] as number) * (1 - opacity) + opacity;
      for (let channel = 0; channel < channels; channel++) {
        const place = at * channels + channel;
        colours[place] = (colours[place] as number) * (1 - opacity) + opacity * (shades[shade + 1 + channel] as number);
      }
    }
  }
  return { colours, opacities };
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
