import { broadcast_util, util, type TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, withScratch } from '../backend.js';
import { companionOf } from '../companion.js';
import { attributes, type Compute, type TrainingKernel } from './kernel.js';

interface MatMulAttributes {
  transposeA: boolean;
  transposeB: boolean;
}

/** Products of matrices [..., M, K] and [..., K, N], either transposed, with batch dimensions that broadcast. */
function batchMatMul(stock: Compute | undefined): Compute {
  return (call) => {
    const { inputs, backend } = call;
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    if (stock && (a.dtype !== 'float32' || b.dtype !== 'float32')) return stock(call);
    const { transposeA, transposeB } = attributes<MatMulAttributes>(call);
    const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
    const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
    const [rows, depth] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
    const columns = transposeB ? rowsB : columnsB;
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const out = backend.makeOutput([...batch, rows, columns], 'float32');
    const companion = companionOf(backend);
    const panels = companion.panelBytes(depth, columns);
    const [fromA, fromB, to] = [a, b, out].map((each) => addressOf(backend, each)) as [number, number, number];
    withScratch(backend, 32 + panels, (spill) => {
      const packed = spill + 32;
      let last = -1;
      eachPair(batch, a.shape.slice(0, -2), b.shape.slice(0, -2), (index, indexA, indexB) => {
        const [stepK, stepN] = transposeB ? [4, columnsB * 4] : [columnsB * 4, 4];
        if (indexB !== last)
          companion.packPanels(fromB + indexB * rowsB * columnsB * 4, stepK, stepN, depth, columns, packed);
        last = indexB;
        const [stepRow, stepColumn] = transposeA ? [4, columnsA * 4] : [columnsA * 4, 4];
        const matrixA = fromA + indexA * rowsA * columnsA * 4;
        const matrixC = to + index * rows * columns * 4;
        companion.product(matrixA, stepRow, stepColumn, packed, matrixC, columns * 4, rows, columns, depth, 0, spill);
      });
    });
    return out;
  };
}

/** Calls `use` for each matrix of the result with the numbers of the two matrices it is made from. */
function eachPair(batch: number[], a: number[], b: number[], use: (index: number, a: number, b: number) => void): void {
  const count = util.sizeFromShape(batch);
  const [sizesA, sizesB] = [aligned(a, batch.length), aligned(b, batch.length)];
  for (let index = 0; index < count; index++) {
    let [rest, indexA, indexB, strideA, strideB] = [index, 0, 0, 1, 1];
    for (let axis = batch.length - 1; axis >= 0; axis--) {
      const at = rest % (batch[axis] as number);
      rest = Math.floor(rest / (batch[axis] as number));
      const [sizeA, sizeB] = [sizesA[axis] as number, sizesB[axis] as number];
      if (sizeA > 1) indexA += at * strideA;
      if (sizeB > 1) indexB += at * strideB;
      strideA *= sizeA;
      strideB *= sizeB;
    }
    use(index, indexA, indexB);
  }
}

function aligned(shape: number[], rank: number): number[] {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape];
}

/** Matrix products, also transposed. */
export const MATMUL_KERNELS: TrainingKernel[] = [
  { name: 'BatchMatMul', reason: 'slow', probes: [], make: batchMatMul },
];
