import type { Tensor4D } from '@tensorflow/tfjs-core';
import { checkImageBatch, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { imageOf, toTensor, type Raster, type Size } from './raster.js';
import { chooseAcross, shelvesOf } from './sheet/arrange.js';
import type { SheetColumn } from './sheet/columns.js';
import { makeSheet, pictureAt, SHEET_OPTIONS, type ContactSheetOptions, type Sheet } from './sheet/makeSheet.js';
import type { PaintedColumn } from './sheet/readColumns.js';

const WHAT = 'contactSheet';

/** Pixels between the pictures of a face, between faces, and between classes; and around all. */
const GAPS = { picture: 4, face: 16, group: 32, margin: 16 };

/** Most pixels of a sheet: 192 MB of values. */
const MOST_PIXELS = 2 ** 24;

/**
 * Faces and what methods say of them in one picture without text: a block for each face, with the face first and a picture for each
 * column after it; faces of one class together. {@link contactSheetSvg} writes titles, names and legend too.
 *
 * @example
 * const sheet = await contactSheet(images, [{ title: 'Grad-CAM', map }, { title: 'clusters', clusters }], { classes: names });
 * await writeFile('sheet.png', await toPng(sheet));
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param columns - What is shown beside each face; may be empty.
 * @returns Float32 [1,H,W,3] in [0, 1], on white; the caller disposes it.
 * @throws FacePerturbError `invalid-shape`, `invalid-argument`, `invalid-data` for wrong images, maps or clusters, `invalid-option` for
 *   wrong options or a sheet of more than 16.8 million pixels.
 */
export async function contactSheet(
  images: Tensor4D,
  columns: readonly SheetColumn[],
  options: ContactSheetOptions = {},
): Promise<Tensor4D> {
  checkOptionNames(WHAT, options, SHEET_OPTIONS);
  checkImageBatch(WHAT, images);
  const [count, height, width] = images.shape;
  const sheet = await makeSheet(WHAT, { images, count, height, width }, columns, options);
  return toTensor(layOut(sheet));
}

function layOut({ columns, groups, size, across: wanted }: Sheet): Raster {
  const block = columns.length * (size.width + GAPS.picture) - GAPS.picture;
  const step = { height: size.height + GAPS.face, width: block + GAPS.face };
  const between = GAPS.group - GAPS.face;
  const shelves = shelvesOf(groups, wanted ?? chooseAcross(groups, step, between));
  const raster = blank({
    width: 2 * GAPS.margin + Math.max(...shelves.map(({ blocks }) => blocks)) * step.width - GAPS.face,
    height: 2 * GAPS.margin + shelves.reduce((sum, { rows }) => sum + rows * step.height + between, 0) - GAPS.group,
  });
  let top = GAPS.margin;
  for (const shelf of shelves) {
    for (const { start, rows } of shelf.groups) {
      rows.forEach((images, row) => {
        images.forEach((image, at) => {
          const left = GAPS.margin + (start + at) * step.width;
          pasteFace(raster, columns, size, image, top + row * step.height, left);
        });
      });
    }
    top += shelf.rows * step.height + between;
  }
  return raster;
}

function pasteFace(
  raster: Raster,
  columns: readonly PaintedColumn[],
  size: Size,
  image: number,
  top: number,
  left: number,
): void {
  columns.forEach(({ pictures }, at) => {
    const picture = imageOf(pictures, pictureAt(pictures, image));
    paste(raster, picture, size, top, left + at * (size.width + GAPS.picture));
  });
}

function blank(size: Size): Raster {
  const pixels = size.height * size.width;
  if (pixels <= MOST_PIXELS) return { count: 1, ...size, rgb: new Float32Array(pixels * 3).fill(1) };
  throw new FacePerturbError(`${WHAT}: size`, {
    code: 'invalid-option',
    expected: `a sheet of at most ${MOST_PIXELS} pixels`,
    received: `${size.width} x ${size.height}`,
    fix: 'Give a smaller enlarge, or fewer images.',
  });
}

function paste(raster: Raster, picture: Float32Array, { height, width }: Size, top: number, left: number): void {
  for (let row = 0; row < height; row++) {
    raster.rgb.set(picture.subarray(row * width * 3, (row + 1) * width * 3), ((top + row) * raster.width + left) * 3);
  }
}
