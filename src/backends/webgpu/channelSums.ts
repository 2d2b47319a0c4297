import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { oneThreadAValue, type ProgramRunner, type WebgpuProgram } from './program.js';

/** So many threads keep a large card busy; more only make more partial sums. */
const THREADS = 131_072;

/** Fewer rows a thread are not worth a partial sum of their own. */
const LEAST_ROWS = 8;

/** How many threads add up the partial sums of one channel: as many as any card runs together. */
export const LANES = 256;

/**
 * Partial sums for each channel: thread after thread takes value after value, so that neighbours read neighbours, and each keeps to one
 * channel.
 *
 * @param tensors - `x`, and what else the terms read.
 * @param terms - In WGSL, one value of each sum: `at` counts the values of x, `channel` is theirs.
 * @returns [terms, shares, channels]
 */
export function shareSums(
  runner: ProgramRunner,
  tensors: Record<string, TensorInfo> & { x?: TensorInfo },
  terms: readonly string[],
  epsilon: number,
): TensorInfo {
  const { shape } = tensors['x'] as TensorInfo;
  const channels = shape.at(-1) as number;
  const rows = util.sizeFromShape(shape) / channels;
  const shares = Math.max(1, Math.min(Math.ceil(rows / LEAST_ROWS), Math.ceil(THREADS / channels)));
  const program: WebgpuProgram = {
    ...oneThreadAValue([terms.length, shares, channels]),
    dispatch: oneThreadAValue([shares, channels]).dispatch,
    variableNames: Object.keys(tensors),
    uniforms: 'values : i32, threads : i32, channels : i32, epsilon : f32,',
    shaderKey: `facePerturbShareSums_${terms.join('_')}`,
    getUserCode: () => `
      fn main(index : i32) {
        if (index >= uniforms.threads) { return; }
        let channel = index % uniforms.channels;
        ${terms.map((_, term) => `var sum${term} = 0.0;`).join(' ')}
        for (var at = index; at < uniforms.values; at += uniforms.threads) {
          ${terms.map((value, term) => `sum${term} += ${value};`).join('\n')}
        }
        ${terms.map((_, term) => `result[${term} * uniforms.threads + index] = sum${term};`).join('\n')}
      }`,
  };
  return runner.runWebGPUProgram(program, Object.values(tensors), 'float32', [
    { type: 'int32', data: [rows * channels] },
    { type: 'int32', data: [shares * channels] },
    { type: 'int32', data: [channels] },
    { type: 'float32', data: [epsilon] },
  ]);
}

/**
 * The sum of all shares times a factor, added up in the same order each time.
 *
 * @param sums - Of {@link shareSums}; disposed unless `keep`.
 * @returns [channels]
 */
export function channelSum(
  runner: ProgramRunner,
  sums: TensorInfo,
  term: number,
  factor: number,
  keep = false,
): TensorInfo {
  const [, shares, channels] = sums.shape as [number, number, number];
  const program: WebgpuProgram = {
    ...oneThreadAValue([channels]),
    workgroupSize: [LANES, 1, 1],
    dispatch: [channels, 1, 1],
    variableNames: ['sums'],
    uniforms: 'start : i32, shares : i32, factor : f32,',
    shaderKey: 'facePerturbChannelSum',
    getUserCode: () => `
      var<workgroup> lanes : array<f32, ${LANES}>;
      fn main(index : i32) {
        let channel = index / ${LANES};
        let lane = index % ${LANES};
        var sum = 0.0;
        for (var share = lane; share < uniforms.shares; share += ${LANES}) {
          sum += sums[uniforms.start + share * uniforms.size + channel];
        }
        lanes[lane] = sum;
        workgroupBarrier();
        for (var half = ${LANES / 2}; half > 0; half /= 2) {
          if (lane < half) { lanes[lane] += lanes[lane + half]; }
          workgroupBarrier();
        }
        if (lane == 0 && channel < uniforms.size) { result[channel] = lanes[0] * uniforms.factor; }
      }`,
  };
  const sum = runner.runWebGPUProgram(program, [sums], 'float32', [
    { type: 'int32', data: [term * shares * channels] },
    { type: 'int32', data: [shares] },
    { type: 'float32', data: [factor] },
  ]);
  if (!keep) runner.disposeData(sums.dataId);
  return sum;
}
