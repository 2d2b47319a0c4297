/**
 * Convolution and pooling gradients by their definitions, in float64 and plain loops: the reference the kernels are
 * compared with. Pictures are [batch, height, width, channels], filters [height, width, in, out].
 */
export interface Geometry {
  batch: number;
  height: number;
  width: number;
  channels: number;
  filterHeight: number;
  filterWidth: number;
  outHeight: number;
  outWidth: number;
  strideY: number;
  strideX: number;
  dilationY: number;
  dilationX: number;
  top: number;
  left: number;
}

/** Visits each pair of an output pixel and an input pixel under the filter: (input index, output index, tap). */
export function eachTap(g: Geometry, visit: (input: number, output: number, tap: number) => void): void {
  for (let n = 0; n < g.batch; n++) {
    for (let row = 0; row < g.outHeight; row++) {
      for (let column = 0; column < g.outWidth; column++) {
        for (let i = 0; i < g.filterHeight; i++) {
          for (let j = 0; j < g.filterWidth; j++) {
            const y = row * g.strideY - g.top + i * g.dilationY;
            const x = column * g.strideX - g.left + j * g.dilationX;
            if (y < 0 || y >= g.height || x < 0 || x >= g.width) continue;
            const input = (n * g.height + y) * g.width + x;
            const output = (n * g.outHeight + row) * g.outWidth + column;
            visit(input, output, i * g.filterWidth + j);
          }
        }
      }
    }
  }
}

type Numbers = ArrayLike<number>;
const at = (values: Numbers, index: number) => values[index] as number;

/** y = x * w */
export function convolve(g: Geometry, filters: number, x: Numbers, w: Numbers): Float64Array {
  const y = new Float64Array(g.batch * g.outHeight * g.outWidth * filters);
  eachTap(g, (input, output, tap) => {
    for (let c = 0; c < g.channels; c++)
      for (let k = 0; k < filters; k++)
        y[output * filters + k]! += at(x, input * g.channels + c) * at(w, (tap * g.channels + c) * filters + k);
  });
  return y;
}

/** dw */
export function filterGradient(g: Geometry, filters: number, x: Numbers, dy: Numbers): Float64Array {
  const dw = new Float64Array(g.filterHeight * g.filterWidth * g.channels * filters);
  eachTap(g, (input, output, tap) => {
    for (let c = 0; c < g.channels; c++)
      for (let k = 0; k < filters; k++)
        dw[(tap * g.channels + c) * filters + k]! += at(x, input * g.channels + c) * at(dy, output * filters + k);
  });
  return dw;
}

/** dx */
export function inputGradient(g: Geometry, filters: number, dy: Numbers, w: Numbers): Float64Array {
  const dx = new Float64Array(g.batch * g.height * g.width * g.channels);
  eachTap(g, (input, output, tap) => {
    for (let c = 0; c < g.channels; c++)
      for (let k = 0; k < filters; k++)
        dx[input * g.channels + c]! += at(dy, output * filters + k) * at(w, (tap * g.channels + c) * filters + k);
  });
  return dx;
}

/** dw of the depthwise convolution, [taps, channels, multiplier] */
export function depthwiseFilterGradient(g: Geometry, multiplier: number, x: Numbers, dy: Numbers): Float64Array {
  const outputs = g.channels * multiplier;
  const dw = new Float64Array(g.filterHeight * g.filterWidth * outputs);
  eachTap(g, (input, output, tap) => {
    for (let k = 0; k < outputs; k++)
      dw[tap * outputs + k]! += at(x, input * g.channels + Math.floor(k / multiplier)) * at(dy, output * outputs + k);
  });
  return dw;
}

/** dx of the depthwise convolution */
export function depthwiseInputGradient(g: Geometry, multiplier: number, dy: Numbers, w: Numbers): Float64Array {
  const outputs = g.channels * multiplier;
  const dx = new Float64Array(g.batch * g.height * g.width * g.channels);
  eachTap(g, (input, output, tap) => {
    for (let k = 0; k < outputs; k++)
      dx[input * g.channels + Math.floor(k / multiplier)]! += at(dy, output * outputs + k) * at(w, tap * outputs + k);
  });
  return dx;
}

/** y of max pooling and the input index each gradient goes to (-1: none): the first largest of each window. */
export function maxPool(g: Geometry, x: Numbers): { y: Float64Array; winners: Int32Array } {
  const size = g.batch * g.outHeight * g.outWidth * g.channels;
  const y = new Float64Array(size).fill(-Infinity);
  const winners = new Int32Array(size).fill(-1);
  eachTap(g, (input, output) => {
    for (let c = 0; c < g.channels; c++) {
      const value = at(x, input * g.channels + c);
      const to = output * g.channels + c;
      if (!(value > (y[to] as number))) continue;
      y[to] = value;
      winners[to] = input * g.channels + c;
    }
  });
  return { y, winners };
}

/** Largest difference over largest expected magnitude: the relative error the tests bound. */
export function relativeError(actual: Numbers, expected: Numbers): number {
  if (actual.length !== expected.length) return Infinity;
  let [difference, scale] = [0, 1e-6];
  for (let k = 0; k < expected.length; k++) {
    const gap = Math.abs(at(actual, k) - at(expected, k));
    difference = Number.isNaN(gap) ? Infinity : Math.max(difference, gap);
    scale = Math.max(scale, Math.abs(at(expected, k)));
  }
  return difference / scale;
}
