import type { Size } from '../raster.js';
import { imageOf } from '../raster.js';
import { chooseAcross, shelvesOf, type PlacedGroup, type SheetGroup, type Shelf } from '../sheet/arrange.js';
import { pictureAt, type Sheet } from '../sheet/makeSheet.js';
import type { PaintedColumn } from '../sheet/readColumns.js';
import { toBytes, toPngAddress } from '../toPng.js';
import { drawLegends } from './legend.js';
import { drawPicture, LINE, round, writeLine, writeLines, type Pen } from './marks.js';
import { escapeText, textWidth, wrapText } from './text.js';
import { darkStyle, ink, type SheetTheme } from './theme.js';

/** Words around the pictures. */
export interface SheetWords {
  readonly title: string | undefined;
  readonly note: string | undefined;
  /** For each image, what stands under its pictures. */
  readonly captions: readonly string[] | undefined;
  readonly theme: SheetTheme;
}

const MARGIN = 24;
const [PICTURE_GAP, FACE_GAP] = [4, 20];
const [TITLE, HEADING, HEAD, SMALL] = [20, 14, 12, 12];
/** Height of a class's heading. */
const HEADING_HEIGHT = 34;
/** Room for a legend's sentences. */
const NARROWEST = 320;
/** Sides of pictures beyond this are shown smaller than they are. */
const LARGEST = 320;
const FONTS = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** Sizes that all of a sheet keeps to. */
interface Frame {
  /** Of a picture as shown. */
  readonly cell: Size;
  /** Width of a face's pictures with their gaps. */
  readonly block: number;
  readonly shelves: readonly Shelf[];
  /** Faces in the longest row. */
  readonly across: number;
  /** Width between the margins. */
  readonly width: number;
  /** Lines for a caption. */
  readonly captionLines: number;
}

/** Writes a sheet as SVG. */
export async function writeSheet(sheet: Sheet, words: SheetWords): Promise<string> {
  const frame = frameOf(sheet, words);
  const pen: Pen = { theme: words.theme, marks: [] };
  let top = MARGIN;
  if (words.title)
    top += writeLines(pen, words.title, MARGIN, top, frame.width, { size: TITLE, ink: 'text', bold: true }) + 4;
  if (words.note) top += writeLines(pen, words.note, MARGIN, top, frame.width, { size: SMALL + 1, ink: 'quiet' }) + 4;
  if (words.title || words.note) top += 12;
  top += writeHeads(pen, sheet.columns, frame, top);
  for (const shelf of frame.shelves) top += await drawShelf(pen, sheet, shelf, words, frame, top);
  const place = { left: MARGIN, top, width: frame.width };
  const legends = await drawLegends(pen, sheet.columns, place);
  return whole(pen, words, { width: frame.width + 2 * MARGIN, height: top + legends + (legends > 0 ? MARGIN : 8) });
}

function frameOf({ size, columns, groups, across: wanted }: Sheet, words: SheetWords): Frame {
  const shrink = Math.min(1, LARGEST / Math.max(size.height, size.width));
  const cell = { height: size.height * shrink, width: size.width * shrink };
  const block = columns.length * (cell.width + PICTURE_GAP) - PICTURE_GAP;
  const longest = Math.max(0, ...(words.captions ?? []).map((text) => wrapText(text, block, SMALL, 2).length));
  const step = { width: block + FACE_GAP, height: cell.height + FACE_GAP + longest * SMALL * LINE };
  const shelves = shelvesOf(groups, wanted ?? chooseAcross(groups, step, HEADING_HEIGHT + 6));
  const across = Math.max(...shelves.map(({ blocks }) => blocks));
  const width = Math.max(NARROWEST, across * step.width - FACE_GAP);
  return { cell, block, shelves, across, width, captionLines: longest };
}

/** The columns' titles over each face of the first row. */
function writeHeads(pen: Pen, columns: readonly PaintedColumn[], { cell, block, across }: Frame, top: number): number {
  // A single column's name stands in its legend.
  if (columns.length === 1 && (columns[0]?.scale ?? columns[0]?.names)) return 0;
  const lines = columns.map(({ title }) => wrapText(title, cell.width, HEAD, 3, true).length);
  const most = Math.max(...lines);
  for (let face = 0; face < across; face++) {
    columns.forEach(({ title }, at) => {
      const left = MARGIN + face * (block + FACE_GAP) + at * (cell.width + PICTURE_GAP);
      const style = { size: HEAD, ink: 'text', bold: true, most: 3, anchor: 'middle' } as const;
      // Titles of fewer lines stand just over their pictures.
      writeLines(pen, title, left, top + (most - (lines[at] as number)) * HEAD * LINE, cell.width, style);
    });
  }
  return most * HEAD * LINE + 6;
}

async function drawShelf(
  pen: Pen,
  sheet: Sheet,
  shelf: Shelf,
  words: SheetWords,
  frame: Frame,
  first: number,
): Promise<number> {
  const { cell, block, captionLines } = frame;
  const top = first + Math.max(...shelf.groups.map((placed) => writeHeading(pen, placed, frame, first)));
  const rowHeight = cell.height + (captionLines > 0 ? captionLines * SMALL * LINE + 14 : 12);
  for (const { group, start, rows } of shelf.groups) {
    for (const [row, images] of rows.entries()) {
      for (const [at, image] of images.entries()) {
        const place = { left: MARGIN + (start + at) * (block + FACE_GAP), top: top + row * rowHeight };
        await drawFace(pen, sheet, frame, image, group, place);
        const caption = words.captions?.[image] ?? '';
        writeLines(pen, caption, place.left, place.top + cell.height + 3, block, {
          size: SMALL,
          ink: 'quiet',
          most: 2,
        });
      }
    }
  }
  return top + shelf.rows * rowHeight + 6 - first;
}

/** A class's name under a line, with how many images it has. */
function writeHeading(pen: Pen, { group, start, rows }: PlacedGroup, { block }: Frame, top: number): number {
  const { name, images } = group;
  if (name === undefined) return 0;
  const left = MARGIN + start * (block + FACE_GAP);
  const width = (rows[0] as readonly number[]).length * (block + FACE_GAP) - FACE_GAP;
  pen.marks.push(
    `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="1" ${ink(pen.theme, 'line')}/>`,
  );
  const count = images.length === 1 ? undefined : `${images.length} images`;
  const room = width - (count ? textWidth(count, SMALL) + 10 : 0);
  writeLine(pen, name, left, top + 8, room, { size: HEADING, ink: 'text', bold: true, after: count });
  return HEADING_HEIGHT;
}

/** A face's pictures in a row. */
async function drawFace(
  pen: Pen,
  { columns, size, smooth }: Sheet,
  { cell }: Frame,
  image: number,
  group: SheetGroup,
  { left, top }: { left: number; top: number },
): Promise<void> {
  for (const [at, { title, pictures, notes }] of columns.entries()) {
    const picture = pictureAt(pictures, image);
    const pixels = toBytes('picture', imageOf(pictures, picture), size.width, 3);
    const address = await toPngAddress({ pixels, width: size.width, height: size.height, channels: 3 });
    const note = notes?.[picture];
    const words = [title, `image ${image}`, group.name, note && `nothing to show: ${note}`].filter(Boolean).join(', ');
    const place = { left: left + at * (cell.width + PICTURE_GAP), top, ...cell };
    drawPicture(pen, { ...place, address, title: words, blocky: !smooth && cell.width >= size.width });
  }
}

function whole(pen: Pen, { title, theme }: SheetWords, { width, height }: Size): string {
  const [wide, high] = [round(Math.ceil(width)), round(Math.ceil(height))];
  const name = escapeText(title ?? 'Contact sheet');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="fp-sheet" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img" font-family="${FONTS}">`,
    `<title>${name}</title>`,
    darkStyle(theme),
    `<rect width="${wide}" height="${high}" ${ink(theme, 'ground')}/>`,
    ...pen.marks,
    '</svg>\n',
  ]
    .filter(Boolean)
    .join('\n');
}
