import { backend_util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
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
    const shares = Math.min(rows, Math.ceil(THREADS / weights));
    const uniforms: UniformData = [
      { type: 'int32', data: [info.padInfo.top, info.padInfo.left] },
      { type: 'int32', data: [info.strideHeight, info.strideWidth] },
      { type: 'int32', data: [...filterShape] },
      { type: 'int32', data: [rows, Math.ceil(rows / shares)] },
    ];
    const partial = runner.runWebGPUProgram(sharesProgram(shares, weights), [x, dy], 'float32', uniforms);
    const sum = runner.runWebGPUProgram(sumProgram(filterShape), [partial], 'float32', [
      { type: 'int32', data: [shares] },
    ]);
    runner.disposeData(partial.dataId);
    return sum;
  };
}

/** [shares, weights]: each thread adds up its rows of output places for one weight. */
function sharesProgram(shares: number, weights: number): WebgpuProgram {
  return {
    ...oneThreadAValue([shares, weights]),
    variableNames: ['x', 'dy'],
    uniforms: 'pads : vec2<i32>, strides : vec2<i32>, filterDims : vec4<i32>, rows : vec2<i32>,',
    shaderKey: 'facePerturbFilterShares',
    getUserCode: () => `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        let weights = uniforms.outShape[1];
        let share = index / weights;
        let weight = index % weights;
        let channel = weight % uniforms.filterDims[3];
        let channelIn = (weight / uniforms.filterDims[3]) % uniforms.filterDims[2];
        let place = weight / (uniforms.filterDims[3] * uniforms.filterDims[2]);
        let column = place % uniforms.filterDims[1] - uniforms.pads[1];
        let line = place / uniforms.filterDims[1] - uniforms.pads[0];
        let height = uniforms.dyShape[1];
        let width = uniforms.dyShape[2];
        let last = min((share + 1) * uniforms.rows[1], uniforms.rows[0]);
        var sum = 0.0;
        for (var row = share * uniforms.rows[1]; row < last; row++) {
          let y = row % height * uniforms.strides[0] + line;
          if (y < 0 || y >= uniforms.xShape[1]) { continue; }
          let xRow = (row / height * uniforms.xShape[1] + y) * uniforms.xShape[2];
          for (var at = 0; at < width; at++) {
            let x0 = at * uniforms.strides[1] + column;
            if (x0 < 0 || x0 >= uniforms.xShape[2]) { continue; }
            sum += x[(xRow + x0) * uniforms.xShape[3] + channelIn] * dy[(row * width + at) * uniforms.dyShape[3] + channel];
          }
        }
        result[index] = sum;
      }`,
  };
}

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
