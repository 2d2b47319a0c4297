import { backend_util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { channelSum, LANES } from './channelSums.js';
import { oneThreadAValue, type ProgramRunner, type UniformData, type WebgpuProgram } from './program.js';

/** So many threads keep a large card busy; more only make more partial sums. */
const THREADS = 131_072;

interface Attributes {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  filterShape: [number, number, number, number];
}

/**
 * The gradient of a convolution's filter on webgpu. tfjs's own has one thread a weight, which adds up all places of all pictures: the 144
 * weights of a first convolution keep 144 threads busy, of the tens of thousands of a card. Here the rows of the pictures are shared out to
 * as many threads as a card has, and their sums are added in a fixed order, so that the same run gives the same bits.
 *
 * @param stock - tfjs's kernel, for pictures with the channels first.
 */
export function filterGradient(stock: KernelFunc): KernelFunc {
  return (params) => {
    const attributes = params.attrs as unknown as Attributes;
    if (attributes.dataFormat !== 'NHWC') return stock(params);
    const { x, dy } = params.inputs as { x: TensorInfo; dy: TensorInfo };
    const runner = params.backend as unknown as ProgramRunner;
    const { strides, pad, filterShape, dimRoundingMode } = attributes;
    const shape = x.shape as [number, number, number, number];
    const info = backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
    const weights = filterShape.reduce((product, side) => product * side, 1);
    const rows = info.batchSize * info.outHeight;
    const block: Block = [blockOf(filterShape[2]), blockOf(filterShape[3])];
    const shares = Math.min(rows, Math.ceil((THREADS * block[0] * block[1]) / weights));
    const uniforms: UniformData = [
      { type: 'int32', data: [info.padInfo.top, info.padInfo.left] },
      { type: 'int32', data: [info.strideHeight, info.strideWidth] },
      { type: 'int32', data: [...filterShape] },
      { type: 'int32', data: [rows, Math.ceil(rows / shares)] },
    ];
    const partial = runner.runWebGPUProgram(sharesProgram(shares, weights, block), [x, dy], 'float32', uniforms);
    if (shares > LANES) return { ...channelSum(runner, partial, 0, 1), shape: filterShape };
    const sum = runner.runWebGPUProgram(sumProgram(filterShape), [partial], 'float32', [
      { type: 'int32', data: [shares] },
    ]);
    runner.disposeData(partial.dataId);
    return sum;
  };
}

/** How many channels in and out a thread computes at once: what it reads of x and dy, it then uses several times. */
type Block = [1 | 4, 1 | 4];

function blockOf(channels: number): 1 | 4 {
  return channels % 4 === 0 ? 4 : 1;
}

/** [1, shares, weights]: each thread adds up its rows of output places for a block of weights. */
function sharesProgram(shares: number, weights: number, [ins, outs]: Block): WebgpuProgram {
  const each = (code: (channelIn: number) => string) => Array.from({ length: ins }, (_, at) => code(at)).join('\n');
  const [type, read, write] = outs === 4 ? FOUR : ONE;
  return {
    ...oneThreadAValue([1, shares, weights]),
    dispatch: oneThreadAValue([(shares * weights) / (ins * outs)]).dispatch,
    variableNames: ['x', 'dy'],
    uniforms: 'pads : vec2<i32>, strides : vec2<i32>, filterDims : vec4<i32>, rows : vec2<i32>,',
    shaderKey: `facePerturbFilterShares_${ins}_${outs}`,
    getUserCode: () => `
      fn main(index : i32) {
        if (index >= uniforms.size / ${ins * outs}) { return; }
        let blocksIn = uniforms.filterDims[2] / ${ins};
        let blocksOut = uniforms.filterDims[3] / ${outs};
        let channel = index % blocksOut * ${outs};
        let channelIn = index / blocksOut % blocksIn * ${ins};
        let corner = index / (blocksOut * blocksIn);
        let places = uniforms.filterDims[0] * uniforms.filterDims[1];
        let place = corner % places;
        let share = corner / places;
        let column = place % uniforms.filterDims[1] - uniforms.pads[1];
        let line = place / uniforms.filterDims[1] - uniforms.pads[0];
        let height = uniforms.dyShape[1];
        let width = uniforms.dyShape[2];
        let stride = uniforms.strides[1];
        let first = max(0, (stride - 1 - column) / stride);
        let end = min(width, (uniforms.xShape[2] - column + stride - 1) / stride);
        let last = min((share + 1) * uniforms.rows[1], uniforms.rows[0]);
        ${each((at) => `var sum${at} = ${type}(0.0);`)}
        for (var row = share * uniforms.rows[1]; row < last; row++) {
          let y = row % height * uniforms.strides[0] + line;
          if (y < 0 || y >= uniforms.xShape[1]) { continue; }
          let xRow = (row / height * uniforms.xShape[1] + y) * uniforms.xShape[2] + column;
          for (var at = first; at < end; at++) {
            let xAt = (xRow + at * stride) * uniforms.xShape[3] + channelIn;
            let dyAt = (row * width + at) * uniforms.dyShape[3] + channel;
            let slope = ${read};
            ${each((at) => `sum${at} += x[xAt + ${at}] * slope;`)}
          }
        }
        let weights = places * uniforms.filterDims[2] * uniforms.filterDims[3];
        let start = share * weights + (place * uniforms.filterDims[2] + channelIn) * uniforms.filterDims[3] + channel;
        ${each((at) => write(`start + ${at} * uniforms.filterDims[3]`, `sum${at}`))}
      }`,
  };
}

type Numbers = [type: string, read: string, write: (place: string, sum: string) => string];

const ONE: Numbers = ['f32', 'dy[dyAt]', (place, sum) => `result[${place}] = ${sum};`];

const FOUR: Numbers = [
  'vec4<f32>',
  'vec4<f32>(dy[dyAt], dy[dyAt + 1], dy[dyAt + 2], dy[dyAt + 3])',
  (place, sum) => [0, 1, 2, 3].map((at) => `result[${place} + ${at}] = ${sum}[${at}];`).join(' '),
];

/** The sum of all shares, the first share first. */
function sumProgram(filterShape: number[]): WebgpuProgram {
  return {
    ...oneThreadAValue(filterShape),
    variableNames: ['x'],
    uniforms: 'shares : i32,',
    shaderKey: 'facePerturbFilterSum',
    getUserCode: () => `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        var sum = 0.0;
        for (var share = 0; share < uniforms.shares; share++) { sum += x[share * uniforms.size + index]; }
        result[index] = sum;
      }`,
  };
}
