import { slice_util, util, type TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, memoryOf } from '../backend.js';
import { attributes, type Compute, type TrainingKernel } from './kernel.js';

interface SliceAttributes {
  begin: number | number[];
  size: number | number[];
}

/** Cuts out a part; the stock kernel first copies all of the tensor to a fresh array, however small the part is. */
function slice(stock: Compute | undefined): Compute {
  return (call) => {
    const { backend } = call;
    const { x } = call.inputs as { x: TensorInfo };
    if (stock && x.dtype === 'string') return stock(call);
    const { begin, size } = attributes<SliceAttributes>(call);
    const [from, counts] = slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
    const result = backend.makeOutput(counts, x.dtype);
    if (util.sizeFromShape(counts) === 0) return result;
    // The heap may have grown for the result.
    const heap = new Uint8Array(memoryOf(backend).buffer);
    const bytes = util.bytesPerElement(x.dtype);
    const source = addressOf(backend, x);
    let to = addressOf(backend, result);
    eachRun(x.shape, from, counts, (start, length) => {
      const at = source + start * bytes;
      heap.copyWithin(to, at, at + length * bytes);
      to += length * bytes;
    });
    return result;
  };
}

/** Calls `use` with the place and the length of each run of values that lie side by side, in their order. */
function eachRun(
  shape: number[],
  from: number[],
  counts: number[],
  use: (start: number, length: number) => void,
): void {
  // Axes that are taken whole belong to the run, and the first before them that is not.
  let axis = shape.length - 1;
  while (axis > 0 && counts[axis] === shape[axis]) axis--;
  const strides = shape.map((_, at) => util.sizeFromShape(shape.slice(at + 1)));
  const length = axis < 0 ? 1 : (counts[axis] as number) * (strides[axis] as number);
  const first = from.reduce((sum, start, at) => sum + start * (strides[at] as number), 0);
  const outer = counts.slice(0, Math.max(0, axis));
  const runs = util.sizeFromShape(outer);
  for (let run = 0; run < runs; run++) {
    let [rest, start] = [run, first];
    for (let at = outer.length - 1; at >= 0; at--) {
      const count = outer[at] as number;
      start += (rest % count) * (strides[at] as number);
      rest = Math.floor(rest / count);
    }
    use(start, length);
  }
}

/** Parts of tensors: of batches, of rows, of columns. */
export const SLICE_KERNELS: TrainingKernel[] = [{ name: 'Slice', reason: 'slow', probes: [], make: slice }];
