import { FacePerturbError } from '../support/errors.js';
import { readAttention } from './readAttention.js';
import type { AttentionImages } from './readAttention.js';
import type { AttentionSource } from './types.js';

/** One attention map in plain numbers, all finite, of at least one pixel. */
export interface AttentionGrid {
  readonly values: Float64Array;
  readonly height: number;
  readonly width: number;
}

/** The mean of some images. */
export interface MeanMap extends AttentionGrid {
  /** Images there are. */
  readonly images: number;
  /** Those of them that are degenerate and left out. */
  readonly degenerate: number;
}

/** One source, or several: a list is never a source itself. */
export function sourcesOf(attention: AttentionSource | readonly AttentionSource[]): readonly AttentionSource[] {
  return Array.isArray(attention) ? (attention as readonly AttentionSource[]) : [attention as AttentionSource];
}

/**
 * Reads one source or several of the same height and width.
 *
 * @throws FacePerturbError as `readAttention`, and `invalid-shape` when their sizes differ.
 */
export async function readMaps(what: string, sources: readonly AttentionSource[]): Promise<AttentionImages[]> {
  const name = (at: number) => (sources.length > 1 ? `${what}: attention[${at}]` : `${what}: attention`);
  const maps: AttentionImages[] = [];
  for (const [at, source] of sources.entries()) maps.push(await readAttention(name(at), source));
  const [first] = maps as [AttentionImages];
  maps.forEach(({ height, width }, at) => {
    if (height === first.height && width === first.width) return;
    throw new FacePerturbError(name(at), {
      code: 'invalid-shape',
      expected: `the size of the first map, ${first.height} x ${first.width}`,
      received: `${height} x ${width}`,
      fix: 'Resize the maps to one size before you cluster them.',
    });
  });
  return maps;
}

/**
 * How many images every map has.
 *
 * @throws FacePerturbError `invalid-shape` when their numbers differ.
 */
export function imagesOf(what: string, maps: readonly AttentionImages[]): number {
  const [{ count }] = maps as [AttentionImages];
  const other = maps.findIndex((map) => map.count !== count);
  if (other < 0) return count;
  throw new FacePerturbError(`${what}: attention[${other}]`, {
    code: 'invalid-shape',
    expected: `as many images as the first map, ${count}`,
    received: `${maps[other]?.count}`,
  });
}

/**
 * The mean over those images that are not degenerate; zeros where all are.
 *
 * @param which - Indices of the images; all by default.
 */
export function meanMap(images: AttentionImages, which?: readonly number[]): MeanMap {
  const { values, count, height, width, degenerate } = images;
  const pixels = height * width;
  const all = which ?? Array.from({ length: count }, (_, at) => at);
  const used = all.filter((at) => !degenerate[at]);
  const mean = new Float64Array(pixels);
  for (const image of used) {
    for (let pixel = 0, from = image * pixels; pixel < pixels; pixel++, from++) {
      mean[pixel] = (mean[pixel] as number) + (values[from] as number) / used.length;
    }
  }
  return { values: mean, height, width, images: all.length, degenerate: all.length - used.length };
}
