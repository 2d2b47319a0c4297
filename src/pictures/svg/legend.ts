import { clusterColour } from '../colour/clusterColours.js';
import { paintColour } from '../colour/colourMaps.js';
import { cssColour } from '../colour/css.js';
import { hatch } from '../hatch.js';
import { emptyRaster } from '../raster.js';
import type { PaintedColumn } from '../sheet/readColumns.js';
import { toBytes, toPngAddress } from '../toPng.js';
import { drawPicture, LINE, round, writeLine, writeLines, type Pen } from './marks.js';
import { scaleInWords, ticksOf } from './scaleWords.js';
import { textWidth } from './text.js';

const SMALL = 12;
const [BAR_WIDTH, BAR_HEIGHT] = [220, 12];
const SWATCH = 12;
/** Widest: longer lines are hard to read. */
const WIDEST = 560;
type Scale = NonNullable<PaintedColumn['scale']>;

/** Where a legend stands. */
export interface LegendPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** Narrowest a legend gets where several stand side by side, and the gap between them. */
const [COLUMN, COLUMN_GAP] = [300, 32];

/**
 * Draws the legends of a sheet, side by side where there is room: a colour bar for each scale in use, the clusters' names, and what
 * hatching means.
 *
 * @returns The height they take.
 */
export async function drawLegends(pen: Pen, columns: readonly PaintedColumn[], place: LegendPlace): Promise<number> {
  const legends: ((place: LegendPlace) => number | Promise<number>)[] = [];
  for (const { titles, scale } of scalesOf(columns)) legends.push((at) => drawScale(pen, titles, scale, at));
  for (const { title, names } of columns) if (names) legends.push((at) => drawNames(pen, title, names, at));
  const notes = [...new Set(columns.flatMap((column) => column.notes ?? []).filter((note) => note !== undefined))];
  if (notes.length > 0) legends.push((at) => drawHatching(pen, notes, at));
  const fitting = Math.floor((place.width + COLUMN_GAP) / (COLUMN + COLUMN_GAP));
  const across = Math.max(1, Math.min(legends.length, fitting));
  const width = Math.min(WIDEST, (place.width + COLUMN_GAP) / across - COLUMN_GAP);
  let top = place.top;
  for (let first = 0; first < legends.length; first += across) {
    const row = legends.slice(first, first + across);
    const heights: number[] = [];
    for (const [at, draw] of row.entries()) {
      heights.push(await draw({ left: place.left + at * (width + COLUMN_GAP), top: top + 14, width }));
    }
    top += 14 + Math.max(...heights);
  }
  return top - place.top;
}

/** Scales that differ, each with the columns that use it. */
function scalesOf(columns: readonly PaintedColumn[]): { titles: string[]; scale: Scale }[] {
  const found = new Map<string, { titles: string[]; scale: Scale }>();
  for (const { title, scale } of columns) {
    if (!scale) continue;
    const entry = found.get(JSON.stringify(scale)) ?? { titles: [], scale };
    entry.titles.push(title);
    found.set(JSON.stringify(scale), entry);
  }
  return [...found.values()];
}

async function drawScale(pen: Pen, titles: readonly string[], scale: Scale, place: LegendPlace): Promise<number> {
  const { left, width } = place;
  const barWidth = Math.min(BAR_WIDTH, width);
  let top = place.top;
  top += writeLines(pen, titles.join(', '), left, top, width, { size: SMALL, ink: 'text', bold: true, most: 3 }) + 4;
  const address = await barAddress(scale);
  drawPicture(pen, { address, left, top, width: barWidth, height: BAR_HEIGHT, title: 'colour bar' });
  top += BAR_HEIGHT + 1;
  const anchors = ['start', 'middle', 'end'] as const;
  ticksOf(scale).forEach((tick, at, all) => {
    const anchor = all.length === 2 ? anchors[2 * at] : anchors[at];
    writeLine(pen, tick, left, top, barWidth, { size: SMALL, ink: 'quiet', anchor: anchor ?? 'start' });
  });
  top += SMALL * LINE;
  return top + writeLines(pen, scaleInWords(scale), left, top, width, { size: SMALL, ink: 'quiet' }) - place.top;
}

/** The bar as a picture, as the colours look over a middle grey where the face shows through them. */
async function barAddress({ colours, fade }: Scale): Promise<string> {
  const bar = emptyRaster(1, { height: 1, width: BAR_WIDTH });
  for (let column = 0; column < BAR_WIDTH; column++) {
    const share = column / (BAR_WIDTH - 1);
    const value = colours === 'sequential' ? share : 2 * share - 1;
    paintColour(colours, value, bar.rgb, 3 * column);
    const opacity = fade === undefined ? 1 : fade * Math.abs(value);
    for (let at = 3 * column; at < 3 * column + 3; at++) bar.rgb[at] = 0.5 + ((bar.rgb[at] as number) - 0.5) * opacity;
  }
  return toPngAddress({ pixels: toBytes('legend', bar.rgb, BAR_WIDTH, 3), width: BAR_WIDTH, height: 1, channels: 3 });
}

/** Names after swatches, in as many rows as they need. */
function drawNames(
  pen: Pen,
  title: string,
  names: readonly string[],
  { left, top: first, width }: LegendPlace,
): number {
  let top = first + writeLines(pen, title, left, first, width, { size: SMALL, ink: 'text', bold: true, most: 2 }) + 4;
  let at = left;
  names.forEach((name, cluster) => {
    const room = Math.min(textWidth(name, SMALL), width - SWATCH - 6);
    if (at > left && at + SWATCH + 6 + room > left + width) [at, top] = [left, top + SMALL * LINE + 4];
    const colour = cssColour(clusterColour(cluster));
    pen.marks.push(
      `<rect x="${round(at)}" y="${round(top + 2)}" width="${SWATCH}" height="${SWATCH}" rx="2" fill="${colour}"/>`,
    );
    writeLine(pen, name, at + SWATCH + 6, top, room, { size: SMALL, ink: 'quiet' });
    at += SWATCH + 6 + room + 16;
  });
  return top + SMALL * LINE - first;
}

async function drawHatching(pen: Pen, notes: readonly string[], { left, top, width }: LegendPlace): Promise<number> {
  const [height, across] = [12, 24];
  const swatch = emptyRaster(1, { height, width: across });
  hatch(swatch.rgb, swatch);
  const pixels = toBytes('legend', swatch.rgb, across, 3);
  const address = await toPngAddress({ pixels, width: across, height, channels: 3 });
  drawPicture(pen, { address, left, top: top + 2, width: across, height, title: 'hatching' });
  const words = `hatched: nothing to show (${notes.join('; ')})`;
  return writeLines(pen, words, left + across + 8, top, width - across - 8, { size: SMALL, ink: 'quiet', most: 4 });
}
