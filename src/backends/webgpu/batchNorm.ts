import { util, type DataType, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { channelSum, shareSums } from './channelSums.js';
import { oneThreadAValue, type ProgramRunner, type WebgpuProgram } from './program.js';

type Name = 'x' | 'dy' | 'gamma' | 'beta' | 'mean' | 'variance' | 'dgamma' | 'dbeta';
type Tensors = Partial<Record<Name, TensorInfo>>;

const FLOAT: DataType = 'float32';
const RECIPROCAL_DEVIATION = 'inverseSqrt(variance[channel] + uniforms.epsilon)';
const NORMALISED = `(x[at] - mean[channel]) * ${RECIPROCAL_DEVIATION}`;

/**
 * Batch normalisation by the batch's own statistics, as `OWN_KERNELS.batchNorm` says: the mean, then the mean of the squared differences
 * from it, then the values, each in one pass over x (Ioffe & Szegedy 2015).
 */
export const batchNorm: KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, gamma, beta } = inputs as Record<'x' | 'gamma' | 'beta', TensorInfo>;
  const runner = backend as unknown as ProgramRunner;
  const { epsilon } = attrs as unknown as { epsilon: number };
  const average = (term: string, tensors: Tensors) => {
    const sums = shareSums(runner, tensors, [term], epsilon);
    return channelSum(runner, sums, 0, 1 / rowsOf(x));
  };
  const mean = average('x[at]', { x });
  const variance = average('(x[at] - mean[channel]) * (x[at] - mean[channel])', { x, mean });
  const value = `${NORMALISED} * gamma[channel] + beta[channel]`;
  const y = eachValue(runner, 'facePerturbNormalise', value, { x, mean, variance, gamma, beta }, epsilon, 1);
  return [y, mean, variance];
};

/**
 * Its gradient, as `OWN_KERNELS.batchNormGradient` says: with n the normalised values and averages over all rows,
 * dx = gamma / deviation * (dy - average(dy) - n * average(dy * n)).
 */
export const batchNormGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, x, gamma, mean, variance } = inputs as Record<'dy' | 'x' | 'gamma' | 'mean' | 'variance', TensorInfo>;
  const runner = backend as unknown as ProgramRunner;
  const { epsilon } = attrs as unknown as { epsilon: number };
  const sums = shareSums(runner, { x, dy, mean, variance }, ['dy[at]', `dy[at] * ${NORMALISED}`], epsilon);
  const dbeta = channelSum(runner, sums, 0, 1, true);
  const dgamma = channelSum(runner, sums, 1, 1);
  const value = `gamma[channel] * ${RECIPROCAL_DEVIATION}
    * (dy[at] - (dbeta[channel] + ${NORMALISED} * dgamma[channel]) * uniforms.share)`;
  const tensors = { x, dy, mean, variance, gamma, dgamma, dbeta };
  const dx = eachValue(runner, 'facePerturbNormaliseBack', value, tensors, epsilon, 1 / rowsOf(x));
  return [dx, dgamma, dbeta];
};

function rowsOf(x: TensorInfo): number {
  return util.sizeFromShape(x.shape.slice(0, -1));
}

/** One pass over all values: `at` counts them, `channel` is theirs, `share` is one row's share of an average. */
function eachValue(
  runner: ProgramRunner,
  shaderKey: string,
  value: string,
  tensors: Tensors & { x: TensorInfo; gamma: TensorInfo },
  epsilon: number,
  share: number,
): TensorInfo {
  const program: WebgpuProgram = {
    ...oneThreadAValue(tensors.x.shape),
    variableNames: Object.keys(tensors),
    uniforms: 'channels : i32, epsilon : f32, share : f32,',
    shaderKey,
    getUserCode: () => `
      fn main(at : i32) {
        if (at >= uniforms.size) { return; }
        let channel = at % uniforms.channels;
        result[at] = ${value};
      }`,
  };
  return runner.runWebGPUProgram(program, Object.values(tensors), FLOAT, [
    { type: 'int32', data: [tensors.x.shape.at(-1) as number] },
    { type: 'float32', data: [epsilon] },
    { type: 'float32', data: [share] },
  ]);
}
