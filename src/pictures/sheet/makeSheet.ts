import type { Tensor4D } from '@tensorflow/tfjs-core';
import { readGroups, type GroupKey } from '../../clusters/groups.js';
import { checkNumber } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { checkEnlarge, checkFlag, type EnlargeOptions } from '../options.js';
import { paintFaces, readFaces } from '../readFaces.js';
import type { Raster, Size } from '../raster.js';
import type { SheetGroup } from './arrange.js';
import type { SheetColumn } from './columns.js';
import { paintColumn, type PaintedColumn } from './readColumns.js';

/** Options of {@link contactSheet}. */
export interface ContactSheetOptions extends EnlargeOptions {
  /**
   * A whole number of times that pictures are made larger, 1 … 64.
   * @default as many as give them a side of about 100 pixels, or 200 where there are no more than eight pictures
   */
  enlarge?: number;
  /**
   * Class of each face: its name or number. Faces of one class stand together.
   * @default none: faces stand in their order
   */
  classes?: ArrayLike<GroupKey>;
  /**
   * The classes in the order wanted.
   * @default numbers first, ascending, then names by alphabet
   */
  order?: readonly GroupKey[];
  /**
   * Faces side by side, at least 1.
   * @default as many as give the sheet the shape of a screen
   */
  across?: number;
  /**
   * Whether each face stands before its columns, as it is.
   * @default true
   */
  faces?: boolean;
}

/** Names of {@link ContactSheetOptions}. */
export const SHEET_OPTIONS = ['enlarge', 'smooth', 'classes', 'order', 'across', 'faces'] as const;

/** A contact sheet before it is laid out. */
export interface Sheet {
  readonly columns: readonly PaintedColumn[];
  readonly groups: readonly SheetGroup[];
  /** Size of each picture. */
  readonly size: Size;
  readonly smooth: boolean;
  readonly across: number | undefined;
}

/** What the sheet is of: faces, or maps alone. */
export interface SheetSubject extends Size {
  readonly images: Tensor4D | undefined;
  readonly count: number;
}

/**
 * Paints what stands on a sheet.
 *
 * @throws FacePerturbError as {@link contactSheet}.
 */
export async function makeSheet(
  what: string,
  subject: SheetSubject,
  columns: readonly SheetColumn[],
  options: ContactSheetOptions & { faceTitle?: string },
): Promise<Sheet> {
  const { count, images } = subject;
  const smooth = checkFlag(what, 'smooth', options.smooth ?? false);
  const showFaces = checkFlag(what, 'faces', options.faces ?? true) && images !== undefined;
  const across = options.across ?? undefined;
  if (across !== undefined) checkNumber(`${what}: across`, across, { min: 1, integer: true });
  const groups = groupsOf(what, options, count);
  if (!Array.isArray(columns)) throw wrongColumns(what, show(columns));
  if (columns.length === 0 && !showFaces) throw wrongColumns(what, 'none, and no faces');
  const size = sizeOf(what, subject, options.enlarge, count * (columns.length + (showFaces ? 1 : 0)));
  const faces = images && (await readFaces(what, images));
  const painted: PaintedColumn[] = [];
  if (faces && showFaces) {
    painted.push({ title: options.faceTitle ?? 'Face', pictures: paintFaces(faces, size, { smooth }) });
  }
  for (const [at, column] of (columns as readonly SheetColumn[]).entries()) {
    const ground = { faces, count, size, smooth };
    painted.push(await paintColumn(`${what}: columns[${at}]`, withFaces(column, showFaces), ground));
  }
  return { columns: painted, groups, size, smooth, across };
}

/** Without faces on the sheet, none shows under a map unless asked for. */
function withFaces(column: SheetColumn, showFaces: boolean): SheetColumn {
  const overlays = typeof column === 'object' && column !== null && ('map' in column || 'clusters' in column);
  return overlays && !showFaces && column.faces === undefined ? { ...column, faces: false } : column;
}

/** The picture of an image in a column, which may have one for all. */
export function pictureAt({ count }: Raster, image: number): number {
  return count === 1 ? 0 : image;
}

/** Pictures of at most so many are shown larger. */
const FEW = 8;

function sizeOf(what: string, { height, width }: Size, enlarge: number | undefined, pictures: number): Size {
  const wanted = pictures <= FEW ? 200 : 100;
  const times = checkEnlarge(what, enlarge ?? Math.min(64, Math.max(1, Math.round(wanted / Math.max(height, width)))));
  return { height: height * times, width: width * times };
}

function groupsOf(what: string, { classes, order }: ContactSheetOptions, count: number): SheetGroup[] {
  if (classes === undefined) return [{ name: undefined, images: Array.from({ length: count }, (_, at) => at) }];
  return readGroups(what, classes, count, order)
    .filter(({ images }) => images.length > 0)
    .map(({ key, images }) => ({ name: String(key), images }));
}

function wrongColumns(what: string, received: string): FacePerturbError {
  return new FacePerturbError(`${what}: columns`, {
    code: 'invalid-argument',
    expected: 'a list of columns, { title, map }, { title, clusters } or { title, images }',
    received,
  });
}
