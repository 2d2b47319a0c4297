import type { Size } from '../raster.js';

/** The images of a class, in the order shown. */
export interface SheetGroup {
  /** The class; undefined where there are no classes. */
  readonly name: string | undefined;
  readonly images: readonly number[];
}

/** A class in its place: from which block of a shelf on it stands, and its images row by row. */
export interface PlacedGroup {
  readonly group: SheetGroup;
  readonly start: number;
  readonly rows: readonly (readonly number[])[];
}

/** Classes beside each other: one that takes several rows, or some that take one row together. */
export interface Shelf {
  readonly groups: readonly PlacedGroup[];
  readonly rows: number;
  /** Blocks in its longest row. */
  readonly blocks: number;
}

/** Puts classes on shelves of so many blocks (a face and its columns), in order. */
export function shelvesOf(groups: readonly SheetGroup[], across: number): Shelf[] {
  const shelves: Shelf[] = [];
  for (const group of groups) {
    const count = group.images.length;
    const rows = Array.from({ length: Math.ceil(count / across) }, (_, row) =>
      group.images.slice(row * across, (row + 1) * across),
    );
    const last = shelves.at(-1);
    if (last?.rows === 1 && rows.length === 1 && last.blocks + count <= across) {
      const placed = [...last.groups, { group, start: last.blocks, rows }];
      shelves[shelves.length - 1] = { groups: placed, rows: 1, blocks: last.blocks + count };
    } else {
      const blocks = Math.min(count, across);
      shelves.push({ groups: [{ group, start: 0, rows }], rows: rows.length, blocks });
    }
  }
  return shelves;
}

/** Width by height of a sheet that fits a screen and a page alike. */
const SHAPE = 1.3;

/** Widest a sheet becomes by itself. */
const WIDEST = 1600;

/**
 * How many blocks stand side by side so that the sheet is nearest to a common shape.
 *
 * @param block - Size of a block with the gap after it.
 * @param heading - Height of a shelf's headings and the gap after it.
 */
export function chooseAcross(groups: readonly SheetGroup[], block: Size, heading: number): number {
  const most = groups.reduce((sum, { images }) => sum + images.length, 0);
  let [best, bestDistance] = [1, Infinity];
  for (let across = 1; across <= most; across++) {
    const shelves = shelvesOf(groups, across);
    const width = Math.max(...shelves.map(({ blocks }) => blocks)) * block.width;
    if (across > 1 && width > WIDEST) break;
    const height = shelves.reduce((sum, { rows }) => sum + heading + rows * block.height, 0);
    const distance = Math.abs(Math.log(width / height / SHAPE));
    if (distance < bestDistance) [best, bestDistance] = [across, distance];
  }
  return best;
}
