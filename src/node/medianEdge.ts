/**
 * Turns residuals of the median edge predictor (LOCO-I, Weinberger et al. 2000) back into pixels, in place.
 *
 * Each value was stored as its difference, modulo 256, from a guess made of its left, upper and upper left neighbours:
 * the lesser of left and upper where the upper left is no less than both, the greater where it is no greater than both,
 * left + upper - upper left between. In the first row the guess is the left neighbour, in the first column the upper
 * one, in the corner 0.
 *
 * @param values - One or more whole grey pictures after each other, [count, height, width].
 */
export function undoMedianEdge(values: Uint8Array, height: number, width: number): void {
  for (let picture = 0; picture < values.length; picture += height * width) {
    undoFirstRow(values, picture, width);
    for (let row = picture + width; row < picture + height * width; row += width) undoRow(values, row, width);
  }
}

function undoFirstRow(values: Uint8Array, picture: number, width: number): void {
  for (let at = picture + 1; at < picture + width; at++) {
    values[at] = (values[at] as number) + (values[at - 1] as number);
  }
}

function undoRow(values: Uint8Array, row: number, width: number): void {
  let corner = values[row - width] as number;
  let left = ((values[row] as number) + corner) & 255;
  values[row] = left;
  for (let at = row + 1; at < row + width; at++) {
    const upper = values[at - width] as number;
    const low = left < upper ? left : upper;
    const high = left < upper ? upper : left;
    const guess = corner >= high ? low : corner <= low ? high : left + upper - corner;
    left = ((values[at] as number) + guess) & 255;
    values[at] = left;
    corner = upper;
  }
}
