import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { AttentionSource } from '../clusters/types.js';
import { checkChoice, checkImageBatch, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { SheetColumn } from './sheet/columns.js';
import { makeSheet, SHEET_OPTIONS, type ContactSheetOptions } from './sheet/makeSheet.js';
import { SCALE_OPTIONS, scaleMaps, type ScaleOptions } from './scaleMaps.js';
import { THEMES, type SheetTheme } from './svg/theme.js';
import { writeSheet, type SheetWords } from './svg/writeSheet.js';

/** Words around a sheet. */
export interface SheetTextOptions {
  /**
   * Stands over the sheet.
   * @default none
   */
  title?: string;
  /**
   * Sentences under the title.
   * @default none
   */
  note?: string;
  /**
   * For each image, what stands under its pictures: the predicted class and its probability, say. Two lines at most.
   * @default none
   */
  captions?: readonly string[];
  /**
   * Colours of ground and text: `auto` follows what the reader's screen prefers.
   * @default 'auto'
   */
  theme?: SheetTheme;
}

/** Options of {@link contactSheetSvg}. */
export interface ContactSheetSvgOptions extends ContactSheetOptions, SheetTextOptions {
  /**
   * Stands above the faces.
   * @default 'Face'
   */
  faceTitle?: string;
}

const WORDS = ['title', 'note', 'captions', 'theme'] as const;
const WHAT = 'contactSheetSvg';

/**
 * Faces and what methods say of them as an SVG with titles, class names, captions and a legend that states every scale: a block for each
 * face, with the face first and a picture for each column after it.
 *
 * Needs nothing but itself: pictures are embedded as PNG, so that whoever has the file has the faces. Text that is too long is wrapped
 * or cut, and whole when a mouse rests on it.
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param columns - What is shown beside each face; may be empty.
 * @returns The SVG's text, to be written to a file or put into a page.
 * @throws FacePerturbError `invalid-shape`, `invalid-argument`, `invalid-data` for wrong images, maps or clusters, `invalid-option` for
 *   wrong options.
 */
export async function contactSheetSvg(
  images: Tensor4D,
  columns: readonly SheetColumn[],
  options: ContactSheetSvgOptions = {},
): Promise<string> {
  checkOptionNames(WHAT, options, [...SHEET_OPTIONS, ...WORDS, 'faceTitle']);
  checkImageBatch(WHAT, images);
  const [count, height, width] = images.shape;
  const words = readWords(WHAT, options, count);
  checkText(`${WHAT}: faceTitle`, options.faceTitle);
  return writeSheet(await makeSheet(WHAT, { images, count, height, width }, columns, options), words);
}

/** Options of {@link heatMapSvg}. */
export interface HeatMapSvgOptions extends ScaleOptions, Omit<ContactSheetOptions, 'faces'>, SheetTextOptions {
  /**
   * Stands above the maps.
   * @default the method's name of an `AttentionMap`, 'attention' for others
   */
  mapTitle?: string;
}

/**
 * Attention maps alone as an SVG with a legend, in the colours of `heatMap`.
 *
 * @param map - An `AttentionMap`, a tensor [H,W] or [B,H,W], or `{ values, height, width, images }`; not disposed.
 * @returns The SVG's text.
 * @throws FacePerturbError as `heatMap` and {@link contactSheetSvg}.
 */
export async function heatMapSvg(map: AttentionSource, options: HeatMapSvgOptions = {}): Promise<string> {
  const what = 'heatMapSvg';
  checkOptionNames(what, options, [
    ...SHEET_OPTIONS.filter((name) => name !== 'faces'),
    ...SCALE_OPTIONS,
    ...WORDS,
    'mapTitle',
  ]);
  const { signed, scale, percentile, mapTitle, ...others } = options;
  checkText(`${what}: mapTitle`, mapTitle);
  const { count, height, width } = await scaleMaps(what, map, { signed, scale, percentile });
  const words = readWords(what, options, count);
  const { method } = map as { method?: unknown };
  const title = mapTitle ?? (typeof method === 'string' ? method : 'attention');
  const column = { title, map, signed, scale, percentile };
  return writeSheet(await makeSheet(what, { images: undefined, count, height, width }, [column], others), words);
}

function readWords(
  what: string,
  { title, note, captions, theme = 'auto' }: SheetTextOptions,
  count: number,
): SheetWords {
  checkText(`${what}: title`, title);
  checkText(`${what}: note`, note);
  checkChoice(`${what}: theme`, theme, THEMES);
  const fit = captions === undefined || (Array.isArray(captions) && captions.length === count);
  if (!fit || captions?.some((caption) => typeof caption !== 'string')) {
    throw new FacePerturbError(`${what}: captions`, {
      code: 'invalid-option',
      expected: `a text for each of the ${count} images`,
      received: Array.isArray(captions) ? `${captions.length}: ${show(captions)}` : show(captions),
    });
  }
  return { title, note, captions, theme };
}

function checkText(what: string, text: unknown): void {
  if (text === undefined || typeof text === 'string') return;
  throw new FacePerturbError(what, { code: 'invalid-option', expected: 'a text', received: show(text) });
}
