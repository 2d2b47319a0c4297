// Matrix products: C[M,N] (+)= A[M,K] B[K,N], B packed in panels of 8 columns, C made in tiles of 6 x 8.
//
// A is read in place: element (i, k) lies at a + i * rowStep + k * columnStep. Twelve accumulators, two registers
// of B and one of A fill the sixteen vector registers of x86-64.

import { madd, transpose4 } from './simd';

const PANEL: i32 = 8;
const ROWS: i32 = 6;
/** Depth of one pass: a panel of B (16 kB) and six rows of A (12 kB) fit a first-level cache of 32 kB. */
const DEPTH: i32 = 512;

/** Bytes that `packPanels` writes for a [depth, columns] matrix. */
export function panelBytes(depth: i32, columns: i32): usize {
  return <usize>((columns + PANEL - 1) / PANEL) * <usize>depth * <usize>(PANEL * 4);
}

/** Packs B, element (k, n) at b + k * rowStep + n * columnStep, into panels [N/8][K][8]; missing columns are zero. */
export function packPanels(b: usize, rowStep: usize, columnStep: usize, depth: i32, columns: i32, out: usize): void {
  for (let first = 0; first < columns; first += PANEL) {
    const width = min(PANEL, columns - first);
    let from = b + <usize>first * columnStep;
    let k = 0;
    if (width == PANEL && rowStep == 4) {
      for (; k + 4 <= depth; k += 4) {
        transpose4(from, columnStep, out, PANEL * 4);
        transpose4(from + (columnStep << 2), columnStep, out + 16, PANEL * 4);
        out += PANEL * 16;
        from += 16;
      }
    }
    for (; k < depth; k++) {
      if (width == PANEL && columnStep == 4) {
        v128.store(out, v128.load(from));
        v128.store(out, v128.load(from, 16), 16);
      } else {
        for (let n = 0; n < PANEL; n++) {
          store<f32>(out + (<usize>n << 2), n < width ? load<f32>(from + <usize>n * columnStep) : 0);
        }
      }
      out += PANEL * 4;
      from += rowStep;
    }
  }
}

/**
 * C (+)= A B for a block of rows.
 *
 * `spill` is room for eight floats, used for the last panel when N is no multiple of 8.
 */
export function product(
  a: usize,
  rowStep: usize,
  columnStep: usize,
  panels: usize,
  c: usize,
  cStep: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  spill: usize,
): void {
  for (let start = 0; start < depth; start += DEPTH) {
    const steps = min(DEPTH, depth - start);
    const from = a + <usize>start * columnStep;
    const add = accumulate || start > 0;
    let panel = panels + <usize>start * (PANEL * 4);
    for (let n = 0; n < columns; n += PANEL) {
      const width = min(PANEL, columns - n);
      columnOfTiles(from, rowStep, columnStep, panel, c + (<usize>n << 2), cStep, rows, width, steps, add, spill);
      panel += <usize>depth * (PANEL * 4);
    }
  }
}

/**
 * C += A B where A's rows lie next to each other (a transposed matrix). Each tile of A is gathered once (into `tile`, 32
 * bytes a step) and then used for every panel of B: its steps are far apart in memory, and reading them so for each
 * panel would lose them from the first-level cache.
 */
export function transposedProduct(
  a: usize,
  columnStep: usize,
  panels: usize,
  c: usize,
  cStep: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  tile: usize,
  spill: usize,
): void {
  const panelSize = <usize>depth * (PANEL * 4);
  const sixes = rowsInSixes(rows);
  let m = 0;
  for (; m < sixes; m += ROWS) {
    gather(a + (<usize>m << 2), columnStep, depth, tile);
    let panel = panels;
    for (let n = 0; n < columns; n += PANEL) {
      const to = c + <usize>m * cStep + (<usize>n << 2);
      tileOfColumns(tile, 32, panel, to, cStep, min(PANEL, columns - n), depth, true, spill);
      panel += panelSize;
    }
  }
  for (let n = 0; n < columns; n += PANEL) {
    const from = a + (<usize>m << 2);
    const to = c + <usize>m * cStep + (<usize>n << 2);
    restOfRows(from, 4, columnStep, panels, to, cStep, rows - m, min(PANEL, columns - n), depth, true, spill);
    panels += panelSize;
  }
}

/** How many of the rows are made in tiles of six: as many as leave no more than one or three to be made alone, the rest in fours. */
@inline
function rowsInSixes(rows: i32): i32 {
  const rest = rows % ROWS;
  return rows - rest - ((rest == 2 || rest == 3) && rows > ROWS ? ROWS : 0);
}

/** The rows that `rowsInSixes` leaves. */
function restOfRows(
  a: usize,
  rowStep: usize,
  columnStep: usize,
  panel: usize,
  c: usize,
  cStep: usize,
  rows: i32,
  width: i32,
  depth: i32,
  accumulate: bool,
  spill: usize,
): void {
  for (; rows >= 4; rows -= 4) {
    tileOfFour(a, rowStep, columnStep, panel, c, cStep, width, depth, accumulate, spill);
    a += rowStep << 2;
    c += cStep << 2;
  }
  for (; rows > 0; rows--) {
    oneRow(a, columnStep, panel, c, width, depth, accumulate, spill);
    a += rowStep;
    c += cStep;
  }
}

/** c += A' b where A's rows lie next to each other and B is one column, packed: four steps of the depth a time over c. */
export function transposedColumn(a: usize, columnStep: usize, panel: usize, c: usize, rows: i32, depth: i32): void {
  for (; depth > 0; depth -= 4) {
    const s0 = v128.load32_splat(panel);
    const s1 = depth > 1 ? v128.load32_splat(panel + 32) : f32x4.splat(0);
    const s2 = depth > 2 ? v128.load32_splat(panel + 64) : f32x4.splat(0);
    const s3 = depth > 3 ? v128.load32_splat(panel + 96) : f32x4.splat(0);
    // A step beyond the depth reads the first one again, times zero.
    const a1 = a + (depth > 1 ? columnStep : 0);
    const a2 = a + (depth > 2 ? columnStep * 2 : 0);
    const a3 = a + (depth > 3 ? columnStep * 3 : 0);
    const whole = <usize>(rows & ~3) << 2;
    for (let m: usize = 0; m < whole; m += 16) {
      let sum = madd(v128.load(a + m), s0, v128.load(c + m));
      sum = madd(v128.load(a1 + m), s1, sum);
      sum = madd(v128.load(a2 + m), s2, sum);
      v128.store(c + m, madd(v128.load(a3 + m), s3, sum));
    }
    for (let m = whole; m < <usize>rows << 2; m += 4) {
      let sum = load<f32>(c + m) + load<f32>(a + m) * f32x4.extract_lane(s0, 0);
      sum += load<f32>(a1 + m) * f32x4.extract_lane(s1, 0);
      sum += load<f32>(a2 + m) * f32x4.extract_lane(s2, 0);
      store<f32>(c + m, sum + load<f32>(a3 + m) * f32x4.extract_lane(s3, 0));
    }
    a += columnStep << 2;
    panel += 128;
  }
}

function gather(a: usize, columnStep: usize, depth: i32, tile: usize): void {
  for (; depth > 0; depth--) {
    v128.store(tile, v128.load(a));
    store<u64>(tile, load<u64>(a, 16), 16);
    tile += 32;
    a += columnStep;
  }
}

function columnOfTiles(
  a: usize,
  rowStep: usize,
  columnStep: usize,
  panel: usize,
  c: usize,
  cStep: usize,
  rows: i32,
  width: i32,
  depth: i32,
  accumulate: bool,
  spill: usize,
): void {
  const sixes = width == 1 && columnStep == 4 ? rows - (rows % ROWS) : rowsInSixes(rows);
  for (let m = 0; m < sixes; m += ROWS) {
    if (width == 1 && columnStep == 4) tileOfOneColumn(a, rowStep, panel, c, cStep, depth, accumulate);
    else if (columnStep == 4) tileOfRows(a, rowStep, panel, c, cStep, width, depth, accumulate, spill);
    else if (rowStep == 4) tileOfColumns(a, columnStep, panel, c, cStep, width, depth, accumulate, spill);
    else sixRows(a, rowStep, columnStep, panel, c, cStep, width, depth, accumulate, spill);
    a += <usize>ROWS * rowStep;
    c += <usize>ROWS * cStep;
  }
  restOfRows(a, rowStep, columnStep, panel, c, cStep, rows - sixes, width, depth, accumulate, spill);
}

/** A tile of an A that is contiguous in neither direction. */
function sixRows(
  a: usize,
  rowStep: usize,
  columnStep: usize,
  panel: usize,
  c: usize,
  cStep: usize,
  width: i32,
  depth: i32,
  accumulate: bool,
  spill: usize,
): void {
  for (let i = 0; i < ROWS; i++) {
    oneRow(a, columnStep, panel, c, width, depth, accumulate, spill);
    a += rowStep;
    c += cStep;
  }
}

/** A tile whose rows of A are each contiguous along the depth. */
function tileOfRows(
  a0: usize,
  rowStep: usize,
  panel: usize,
  c: usize,
  cStep: usize,
  width: i32,
  depth: i32,
  accumulate: bool,
  spill: usize,
): void {
  let a1 = a0 + rowStep;
  let a2 = a1 + rowStep;
  let a3 = a2 + rowStep;
  let a4 = a3 + rowStep;
  let a5 = a4 + rowStep;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  const end = a0 + (<usize>depth << 2);
  while (a0 < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let s = v128.load32_splat(a0);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
    s = v128.load32_splat(a4);
    c40 = madd(s, b0, c40);
    c41 = madd(s, b1, c41);
    s = v128.load32_splat(a5);
    c50 = madd(s, b0, c50);
    c51 = madd(s, b1, c51);
    panel += 32;
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    a4 += 4;
    a5 += 4;
  }
  put(c, c00, c01, width, accumulate, spill);
  put((c += cStep), c10, c11, width, accumulate, spill);
  put((c += cStep), c20, c21, width, accumulate, spill);
  put((c += cStep), c30, c31, width, accumulate, spill);
  put((c += cStep), c40, c41, width, accumulate, spill);
  put((c += cStep), c50, c51, width, accumulate, spill);
}

/** A tile whose six rows of A lie next to each other at every step of the depth. */
function tileOfColumns(
  a: usize,
  columnStep: usize,
  panel: usize,
  c: usize,
  cStep: usize,
  width: i32,
  depth: i32,
  accumulate: bool,
  spill: usize,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  const end = panel + <usize>depth * 32;
  while (panel < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let s = v128.load32_splat(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
    s = v128.load32_splat(a, 16);
    c40 = madd(s, b0, c40);
    c41 = madd(s, b1, c41);
    s = v128.load32_splat(a, 20);
    c50 = madd(s, b0, c50);
    c51 = madd(s, b1, c51);
    panel += 32;
    a += columnStep;
  }
  put(c, c00, c01, width, accumulate, spill);
  put((c += cStep), c10, c11, width, accumulate, spill);
  put((c += cStep), c20, c21, width, accumulate, spill);
  put((c += cStep), c30, c31, width, accumulate, spill);
  put((c += cStep), c40, c41, width, accumulate, spill);
  put((c += cStep), c50, c51, width, accumulate, spill);
}

/** Six rows times the first column of a panel alone: vectors along the depth, where a panel would be seven eighths empty. */
function tileOfOneColumn(
  a0: usize,
  rowStep: usize,
  panel: usize,
  c: usize,
  cStep: usize,
  depth: i32,
  accumulate: bool,
): void {
  const a1 = a0 + rowStep;
  const a2 = a1 + rowStep;
  const a3 = a2 + rowStep;
  const a4 = a3 + rowStep;
  const a5 = a4 + rowStep;
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), c2 = f32x4.splat(0);
  let c3 = f32x4.splat(0), c4 = f32x4.splat(0), c5 = f32x4.splat(0);
  const whole = <usize>(depth & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    const first = v128.shuffle<f32>(v128.load32_zero(panel), v128.load32_zero(panel + 32), 0, 4, 1, 1);
    const last = v128.shuffle<f32>(v128.load32_zero(panel + 64), v128.load32_zero(panel + 96), 0, 4, 1, 1);
    const b = v128.shuffle<f32>(first, last, 0, 1, 4, 5);
    c0 = madd(v128.load(a0 + at), b, c0);
    c1 = madd(v128.load(a1 + at), b, c1);
    c2 = madd(v128.load(a2 + at), b, c2);
    c3 = madd(v128.load(a3 + at), b, c3);
    c4 = madd(v128.load(a4 + at), b, c4);
    c5 = madd(v128.load(a5 + at), b, c5);
    panel += 128;
  }
  const rest = depth & 3;
  putSum(c, c0, a0 + whole, panel, rest, accumulate);
  putSum((c += cStep), c1, a1 + whole, panel, rest, accumulate);
  putSum((c += cStep), c2, a2 + whole, panel, rest, accumulate);
  putSum((c += cStep), c3, a3 + whole, panel, rest, accumulate);
  putSum((c += cStep), c4, a4 + whole, panel, rest, accumulate);
  putSum((c += cStep), c5, a5 + whole, panel, rest, accumulate);
}

/** Adds up a vector of partial sums, and the last steps of the depth that fill no vector. */
@inline
function putSum(c: usize, parts: v128, a: usize, panel: usize, rest: i32, accumulate: bool): void {
  let sum = f32x4.extract_lane(parts, 0) + f32x4.extract_lane(parts, 1);
  sum += f32x4.extract_lane(parts, 2) + f32x4.extract_lane(parts, 3);
  for (let k: usize = 0; k < <usize>rest; k++) sum += load<f32>(a + (k << 2)) * load<f32>(panel + (k << 5));
  store<f32>(c, accumulate ? load<f32>(c) + sum : sum);
}

/** A tile of four rows, for what six do not divide. */
function tileOfFour(
  a0: usize,
  rowStep: usize,
  columnStep: usize,
  panel: usize,
  c: usize,
  cStep: usize,
  width: i32,
  depth: i32,
  accumulate: bool,
  spill: usize,
): void {
  let a1 = a0 + rowStep;
  let a2 = a1 + rowStep;
  let a3 = a2 + rowStep;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  const end = panel + <usize>depth * 32;
  while (panel < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let s = v128.load32_splat(a0);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
    panel += 32;
    a0 += columnStep;
    a1 += columnStep;
    a2 += columnStep;
    a3 += columnStep;
  }
  put(c, c00, c01, width, accumulate, spill);
  put((c += cStep), c10, c11, width, accumulate, spill);
  put((c += cStep), c20, c21, width, accumulate, spill);
  put((c += cStep), c30, c31, width, accumulate, spill);
}

function oneRow(a: usize, columnStep: usize, panel: usize, c: usize, width: i32, depth: i32, accumulate: bool, spill: usize): void {
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  const end = panel + <usize>depth * 32;
  while (panel < end) {
    const s = v128.load32_splat(a);
    c0 = madd(s, v128.load(panel), c0);
    c1 = madd(s, v128.load(panel, 16), c1);
    panel += 32;
    a += columnStep;
  }
  put(c, c0, c1, width, accumulate, spill);
}

@inline
function put(c: usize, left: v128, right: v128, width: i32, accumulate: bool, spill: usize): void {
  if (width == PANEL) {
    if (accumulate) {
      left = f32x4.add(left, v128.load(c));
      right = f32x4.add(right, v128.load(c, 16));
    }
    v128.store(c, left);
    v128.store(c, right, 16);
    return;
  }
  v128.store(spill, left);
  v128.store(spill, right, 16);
  for (let n: usize = 0; n < <usize>width; n++) {
    const at = n << 2;
    store<f32>(c + at, accumulate ? load<f32>(c + at) + load<f32>(spill + at) : load<f32>(spill + at));
  }
}
